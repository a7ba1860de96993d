import type { Request, Response } from 'express'

/** What browsers keep for us, and nothing else does (S-08). None of it is for following anybody. */
const cookies = {
  /** Who is signed in. */
  session: { name: 'rundruf' },
  /** The same browser until it is closed: for forms and codes of people who are not signed in. */
  browser: { name: 'rundruf-browser' },
  /** The language chosen on a page. */
  language: { name: 'rundruf-language' },
} as const
export type CookieName = keyof typeof cookies

/**
 * Reads and writes cookies. Where people reach us by https, names begin with `__Host-`: no other host, and no page
 * without encryption, can set them.
 */
export function cookieJar(publicUrl: URL) {
  const secure = publicUrl.protocol === 'https:'
  const nameOf = (cookie: CookieName) => `${secure ? '__Host-' : ''}${cookies[cookie].name}`
  const usual = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const

  return {
    /** One that comes twice was put beside ours by somebody else, so it is none. */
    read(request: Request, cookie: CookieName): string | undefined {
      const begins = `${nameOf(cookie)}=`
      const found = (request.get('cookie') ?? '')
        .split(';')
        .map((part) => part.trim())
        .filter((part) => part.startsWith(begins))
      return found.length === 1 ? found[0]?.slice(begins.length) : undefined
    },
    /** Without a time it lasts until the browser is closed. */
    write(response: Response, cookie: CookieName, value: string, lastsMs?: number): void {
      response.cookie(nameOf(cookie), value, {
        ...usual,
        ...(lastsMs !== undefined && { maxAge: lastsMs }),
      })
    },
    remove(response: Response, cookie: CookieName): void {
      response.clearCookie(nameOf(cookie), usual)
    },
  }
}
export type CookieJar = ReturnType<typeof cookieJar>
