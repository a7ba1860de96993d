import type { RequestHandler } from 'express'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** From a fast disk to the carrier's patience. */
export const secondsBuckets = [
  0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
]

export type Requests = {
  /** Takes the time of every webhook; stands before all of them. */
  readonly webhooks: RequestHandler
  /** Counts pages that stay open to be told of changes. */
  readonly livePages: RequestHandler
  readonly failed: (path: string) => void
  readonly refused: (reason: string) => void
}

/** Rate, errors and duration of the carrier's requests, by the first word of their path; and live pages. */
export function watchRequests(registers: Registry[], names: readonly string[]): Requests {
  const seconds = new Histogram({
    name: 'rundruf_webhook_seconds',
    help: "How long the carrier's requests took to be answered, by what was asked for.",
    labelNames: ['route'],
    buckets: secondsBuckets,
    registers,
  })
  const failed = new Counter({
    name: 'rundruf_webhooks_failed_total',
    help: 'Requests of the carrier that went wrong on our side: the caller heard that there is trouble.',
    labelNames: ['route'],
    registers,
  })
  const refused = new Counter({
    name: 'rundruf_webhooks_refused_total',
    help: 'Requests below /voice that were refused, by reason.',
    labelNames: ['reason'],
    registers,
  })
  const livePages = new Gauge({
    name: 'rundruf_live_pages',
    help: 'Pages that are open and told of changes.',
    registers,
  })
  for (const route of names) failed.inc({ route }, 0)
  /** A path is anybody's word; what is not on the list is all the same. */
  const routeOf = (path: string): string => {
    const word = path.replace(/^\/voice(?=\/)/, '').split('/')[1] ?? ''
    return names.includes(word) ? word : 'other'
  }
  return {
    webhooks(request, response, next) {
      if (request.path.startsWith('/voice/')) {
        const done = seconds.startTimer({ route: routeOf(request.path) })
        response.once('close', () => {
          done()
        })
      }
      next()
    },
    livePages(request, response, next) {
      if (request.get('accept')?.includes('text/event-stream') === true) {
        livePages.inc()
        response.once('close', () => {
          livePages.dec()
        })
      }
      next()
    },
    failed(path) {
      failed.inc({ route: routeOf(path) })
    },
    refused(reason) {
      refused.inc({ reason })
    },
  }
}
