import type { Request, Response } from 'express'

/** What browsers keep for us, and nothing else does (S-08). None of it is for following anybody. */
const organisers = {
  /** Who is signed in. */
  session: 'rundruf',
  /** The same browser until it is closed: for forms and codes of people who are not signed in. */
  browser: 'rundruf-browser',
  /** The language chosen on a page. */
  language: 'rundruf-language',
} as const
export type CookieName = keyof typeof organisers

/** Two ports of one machine share their cookies, so each house has names of its own. */
const houses = {
  organisers: { names: organisers, sameSite: 'lax' },
  staff: {
    names: { ...organisers, session: 'rundruf-staff', browser: 'rundruf-staff-browser' },
    // Nobody comes here from a link in a mail.
    sameSite: 'strict',
  },
} as const
export type House = keyof typeof houses

/**
 * Reads and writes cookies. Where people reach us by https, names begin with `__Host-`: no other host, and no page
 * without encryption, can set them.
 */
export function cookieJar(publicUrl: URL, house: House = 'organisers') {
  const { names, sameSite } = houses[house]
  const secure = publicUrl.protocol === 'https:'
  const nameOf = (cookie: CookieName) => `${secure ? '__Host-' : ''}${names[cookie]}`
  const usual = { httpOnly: true, secure, sameSite, path: '/' } as const

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
