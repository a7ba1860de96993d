import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Store } from '../conference/ports.ts'
import { happeningNames, type Hears } from './announce.ts'
import { metricsNow, type Now } from './metrics-now.ts'
import { secondsBuckets, watchRequests, type Requests } from './metrics-requests.ts'

/*
 * The numbers an operator draws pictures of, in Prometheus' words; docs/metrics.md says what each means.
 *
 *   happening ──▶ announce ──▶ log line, live page
 *                    └──▶ hears ──▶ counters ─┐
 *   webhooks, transactions ──▶ histograms ────┼──▶ text(): GET /metrics
 *   how it is now, asked when somebody reads ─┘
 *
 * A label takes words from a list and nothing else, never something a caller or a carrier said (P-13).
 */

export type MetricsParts = {
  /** The words below `/voice/` that exist. */
  readonly requestNames: readonly string[]
}

export type Metrics = {
  readonly hears: Hears
  readonly requests: Requests
  /** The same store, with the time of its transactions taken. */
  readonly timed: (store: Store) => Store
  /** Hears why a transaction had to begin again. */
  readonly storeAgain: (why: string) => void
  /** From now on it is asked how it is whenever somebody reads. */
  readonly watch: (now: Now) => void
  readonly text: () => Promise<string>
  /** What there is, by name. */
  readonly registry: Registry
}

export function openMetrics({ requestNames }: MetricsParts): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = watchRequests(registers, requestNames)
  const now = metricsNow(registers)
  const storeSeconds = new Histogram({
    name: 'rundruf_store_seconds',
    help: 'How long pieces of work in the database took, waiting for their turn included.',
    buckets: secondsBuckets,
    registers,
  })
  const storeRetries = new Counter({
    name: 'rundruf_store_retries_total',
    help: 'Transactions that had to begin again, by what was in the way.',
    labelNames: ['reason'],
    registers,
  })
  return {
    hears: counting(registers, requests),
    requests,
    timed: (store) => ({
      ...store,
      async atomically(work) {
        const done = storeSeconds.startTimer()
        try {
          return await store.atomically(work)
        } finally {
          done()
        }
      },
    }),
    storeAgain(reason) {
      storeRetries.inc({ reason })
    },
    watch: now.watch,
    async text() {
      await now.look()
      return registry.metrics()
    },
    registry,
  }
}

/** Happening → counters. */
function counting(registers: Registry[], requests: Requests): Hears {
  const happenings = new Counter({
    name: 'rundruf_happenings_total',
    help: 'Everything that happened, by the name it has in the log.',
    labelNames: ['event'],
    registers,
  })
  // Known from the beginning, so that the first one is a rise and not a beginning.
  for (const event of happeningNames) happenings.inc({ event }, 0)
  const refused = new Counter({
    name: 'rundruf_callers_refused_total',
    help: 'Entries that did not lead into a room, by reason.',
    labelNames: ['reason'],
    registers,
  })
  const limited = new Counter({
    name: 'rundruf_callers_limited_total',
    help: 'Entries that the limit ladder kept waiting, by the rung that did.',
    labelNames: ['by'],
    registers,
  })
  const mails = new Counter({
    name: 'rundruf_mails_given_up_total',
    help: 'Mails that were given up, by reason.',
    labelNames: ['reason'],
    registers,
  })
  const test = new Gauge({
    name: 'rundruf_test_call_passed',
    help: '1 when the last test call heard what callers should hear, 0 when it did not.',
    registers,
  })
  // Until the first call nobody knows.
  test.remove()
  return (happening) => {
    happenings.inc({ event: happening.event })
    const { event } = happening
    if (event === 'caller.refused') refused.inc({ reason: happening.reason })
    else if (event === 'caller.limited') limited.inc({ by: happening.by })
    else if (event === 'test-call.passed' || event === 'test-call.failed')
      test.set(event === 'test-call.passed' ? 1 : 0)
    else if (event === 'mail.failed') mails.inc({ reason: happening.reason })
    else if (event === 'webhook.failed') requests.failed(happening.path)
    else if (event === 'webhook.refused') requests.refused(happening.reason)
  }
}
