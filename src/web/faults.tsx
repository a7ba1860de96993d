import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import { sendPage } from './page.tsx'
import type { PageParts } from './page.tsx'
import type { Texts } from './texts.ts'

type FaultLog = { error(fields: Readonly<Record<string, unknown>>, message: string): void }

/** Whatever nobody else answered: 404. Carriers get plain text, they do not read pages. */
export function notFoundPage(parts: PageParts): RequestHandler {
  return (request, response) => {
    response.status(404).set('Cache-Control', 'no-store')
    if (isForMachines(request.path)) plainText(response, 'not found')
    else sendPage(request, response, parts, (locale) => dead(parts.texts[locale].notFound))
  }
}

/**
 * A request that failed. 4xx (a body too large, a broken escape) keeps its status; anything else is a fault of ours:
 * 500, and a line in the log. What went wrong is never told to the outside.
 */
export function faultPage({ log, ...parts }: PageParts & { log: FaultLog }): ErrorRequestHandler {
  // express knows an error handler by its four parameters.
  return (error: unknown, request, response, next) => {
    const status = statusOf(error)
    if (status === 500) log.error({ err: error, path: request.path }, 'a request failed')
    if (response.headersSent) {
      next(error)
      return
    }
    response.status(status).set('Cache-Control', 'no-store')
    if (isForMachines(request.path)) plainText(response, 'failed')
    else sendPage(request, response, parts, (locale) => dead(parts.texts[locale].fault))
  }
}

const isForMachines = (path: string): boolean => /^\/(voice|healthz|readyz)(\/|$)/.test(path)

function plainText(response: Response, words: string): void {
  response.type('text/plain').send(`${words}\n`)
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : 500
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}

function dead({ title, text, back }: Texts['notFound']) {
  return {
    title,
    content: (
      <section class="welcome">
        <h1>{title}</h1>
        <p class="lede">{text}</p>
        <p>
          <a href="/">{back}</a>
        </p>
      </section>
    ),
  }
}
