import { Router } from 'express'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Traffic } from '../call/traffic.ts'
import type { TrunkState } from '../sip/trunk/trunk.ts'
import { latenessHistogram, type Lateness } from '../media/lateness.ts'

/** What the switch is asked for its numbers. */
export type Measured = {
  readonly traffic: () => Traffic
  /** Participants of each conference that goes on. */
  readonly conferences: () => readonly number[]
  readonly ticks: () => { readonly ticks: number; readonly ticksSkipped: number }
  readonly callsMax: number
  readonly trunks: () => readonly TrunkState[]
}

export type SwitchMetrics = {
  /** Where the ticker writes down how late it was. */
  readonly lateness: Lateness
  readonly watch: (measured: Measured) => void
  readonly text: () => Promise<string>
  /** What there is, by name. */
  readonly registry: Registry
}

/** From "nobody hears it" to "a whole packet late, and more". */
const latenessBuckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1]

/** The switch's own numbers, in Prometheus' text format. No caller, no number and no address is in them. */
export function switchMetrics(): SwitchMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const late = new Histogram({
    name: 'rundruf_switch_tick_late_seconds',
    help: 'How late the mixer began its 20 ms.',
    buckets: latenessBuckets,
    registers,
  })
  const look = numbers(registers)
  const lateness = latenessHistogram()
  let measured: Measured | undefined
  return {
    lateness: {
      ...lateness,
      count(ms) {
        lateness.count(ms)
        late.observe(ms / 1000)
      },
    },
    watch(what) {
      measured = what
    },
    text() {
      if (measured) look(measured)
      return registry.metrics()
    },
    registry,
  }
}

function numbers(registers: Registry[]): (measured: Measured) => void {
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `rundruf_switch_${name}`, help, registers })
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `rundruf_switch_${name}_total`, help, labelNames, registers })
  const calls = gauge('calls', 'SIP calls that are up.')
  const callsMax = gauge('calls_max', 'SIP calls there is room for.')
  const ended = counter('calls_ended', 'SIP calls that are over, by how they ended.', ['status'])
  const conferences = gauge('conferences', 'Conferences that go on.')
  const legs = gauge('legs', 'Calls that are in a conference.')
  const ticks = counter('ticks', 'Times 20 ms that the mixer has worked.')
  const skipped = counter('ticks_skipped', 'Times 20 ms that were left out after a stall.')
  const packets = counter('packets', 'RTP packets, by what became of them.', ['fate'])
  const reports = counter('reports', 'RTCP reports, by what became of them.', ['fate'])
  const roundTrip = gauge('round_trip_seconds', 'There and back through the network, mean.')
  const roundTripMax = gauge('round_trip_max_seconds', 'The same for the call furthest away.')
  const buffer = gauge(
    'buffer_seconds',
    'How long sound waits for late packets, mean of all calls.',
  )
  const bufferMax = gauge('buffer_max_seconds', 'The same for the call with the worst network.')

  const trunk = new Gauge({
    name: 'rundruf_switch_trunk_up',
    help: '1 while calls can come on this line of a provider, else 0.',
    labelNames: ['trunk'],
    registers,
  })

  return ({ traffic, conferences: rooms, ticks: worked, callsMax: room, trunks }) => {
    const now = traffic()
    calls.set(now.up)
    callsMax.set(room)
    setTo(
      ended,
      Object.entries(now.ended).map(([status, count]) => [{ status }, count]),
    )
    const inEach = rooms()
    conferences.set(inEach.length)
    legs.set(sum(inEach))
    setTo(ticks, [[{}, worked().ticks]])
    setTo(skipped, [[{}, worked().ticksSkipped]])
    const { packetsReceived, packetsSent, packetsLost, packetsRefused } = now.packets
    setTo(packets, [
      [{ fate: 'received' }, packetsReceived],
      [{ fate: 'sent' }, packetsSent],
      [{ fate: 'lost' }, packetsLost],
      [{ fate: 'refused' }, packetsRefused],
    ])
    for (const { name, is } of trunks()) {
      trunk.set({ trunk: name }, is === 'registered' || is === 'open' ? 1 : 0)
    }
    const { reportsReceived, reportsSent, reportsRefused } = now.packets
    setTo(reports, [
      [{ fate: 'received' }, reportsReceived],
      [{ fate: 'sent' }, reportsSent],
      [{ fate: 'refused' }, reportsRefused],
    ])
    setToMean(now.buffersMs, buffer, bufferMax)
    setToMean(now.roundTripsMs, roundTrip, roundTripMax)
  }
}

function setToMean(eachMs: readonly number[], mean: Gauge, max: Gauge): void {
  mean.set(eachMs.length === 0 ? 0 : sum(eachMs) / eachMs.length / 1000)
  max.set(Math.max(0, ...eachMs) / 1000)
}

type Counts = readonly (readonly [labels: Record<string, string>, count: number])[]

/** Sums are kept elsewhere; here they are only shown. */
function setTo(counter: Counter, counts: Counts): void {
  counter.reset()
  for (const [labels, count] of counts) counter.inc(labels, count)
}

const sum = (all: readonly number[]): number => all.reduce((before, one) => before + one, 0)

/** `GET /metrics`. The listener is for this machine alone, and nothing here is about anybody: so no password. */
export function metricsRoute({ text, registry }: SwitchMetrics): Router {
  return Router().get('/metrics', async (_request, response) => {
    response
      .set('Cache-Control', 'no-store')
      .set('Content-Type', registry.contentType)
      .send(await text())
  })
}
