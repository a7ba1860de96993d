import { Router } from 'express'
import type { CallRecords } from '../call/records.ts'
import type { Draining } from '../draining.ts'

/** `GET /readyz`: 200 while new calls are taken, 503 while the switch waits for its last ones to end. Counts, nothing else. */
export function readyRoute(
  draining: Pick<Draining, 'isOpen'>,
  calls: Pick<CallRecords, 'list'>,
): Router {
  return Router().get('/readyz', (_request, response) => {
    const up = calls.list().filter(({ endTime }) => endTime === undefined).length
    response
      .status(draining.isOpen ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: draining.isOpen ? 'ready' : 'draining', calls: up })
  })
}
