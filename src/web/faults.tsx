import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { show } from './page.tsx'
import type { Page, PageParts } from './page.tsx'
import type { Texts } from './texts.ts'
import type { PlainVisit } from './visit.ts'

type FaultLog = { error(fields: Readonly<Record<string, unknown>>, message: string): void }
type VisitOf = (request: Request, response: Response) => Promise<{ readonly visit: PlainVisit }>
type FaultParts = PageParts & { readonly visitOf: VisitOf }

/** Whatever nobody else answered: 404. Carriers get plain text, they do not read pages. */
export function notFoundPage(parts: FaultParts): RequestHandler {
  return async (request, response) => {
    if (isForMachines(request.path)) plainText(response, 404, 'not found')
    else notFound((await parts.visitOf(request, response)).visit, parts)
  }
}

/** What is not there, and what is not theirs: one and the same page (S-13). */
export function notFound(visit: PlainVisit, parts: PageParts): void {
  visit.response.set('Cache-Control', 'no-store')
  show(visit, parts, dead(404, parts.texts[visit.locale].faults.notFound, visit))
}

/** A form that did not come from a page of ours, or from one that is too old. Nothing happened. */
export function expiredPage(visit: PlainVisit, parts: PageParts): void {
  show(visit, parts, dead(403, parts.texts[visit.locale].faults.expired, visit))
}

/**
 * A request that failed. 4xx (a body too large, a broken escape) keeps its status; a database that is away or full is 503, and
 * nothing was changed; anything else is a fault of ours: 500. Both are a line in the log. What went
 * wrong is never told to the outside.
 */
export function faultPage({ log, isAway, ...parts }: FaultParts & Telling): ErrorRequestHandler {
  // express knows an error handler by its four parameters.
  return async (error: unknown, request, response, next) => {
    const isGone = isAway(error)
    const status = isGone ? 503 : statusOf(error)
    if (status >= 500) log.error({ err: error, path: request.path }, 'a request failed')
    if (response.headersSent) {
      next(error)
      return
    }
    if (isForMachines(request.path)) {
      plainText(response, status, 'failed')
      return
    }
    response.set('Cache-Control', 'no-store')
    if (isGone) response.set('Retry-After', String(retryAfterSeconds))
    const visit = await visitOr(parts, request, response)
    show(
      visit,
      parts,
      dead(status, parts.texts[visit.locale].faults[isGone ? 'away' : 'fault'], visit),
    )
  }
}

type Telling = {
  readonly log: FaultLog
  /** Whether the database is what failed. */
  readonly isAway: (error: unknown) => boolean
}

const retryAfterSeconds = 10

/** The database may be what failed; then there is nothing to know about the visit. */
async function visitOr(
  { visitOf, locale }: FaultParts,
  request: Request,
  response: Response,
): Promise<PlainVisit> {
  try {
    return (await visitOf(request, response)).visit
  } catch {
    const around = { home: '/', menu: [], foot: undefined }
    return { request, response, locale, at: 0, around, formToken: () => '' }
  }
}

const isForMachines = (path: string): boolean => /^\/(voice|healthz|readyz)(\/|$)/.test(path)

function plainText(response: Response, status: number, words: string): void {
  response.status(status).set('Cache-Control', 'no-store').type('text/plain').send(`${words}\n`)
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : 500
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}

function dead(
  status: number,
  { title, text, back }: Texts['faults']['notFound'],
  { around }: PlainVisit,
): Page {
  return {
    title,
    status,
    content: (
      <section class="welcome">
        <h1>{title}</h1>
        <p class="lede">{text}</p>
        <p>
          <a class="button quiet" href="/">
            {around.back ?? back}
          </a>
        </p>
      </section>
    ),
  }
}
