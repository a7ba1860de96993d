import type { LineStatistics } from '../media/line.ts'
import type { CallStatus } from './leg.ts'

/** Packets of all calls there were, and how the calls ended; numbers that only grow. */
export type Traffic = {
  readonly packets: LineStatistics
  readonly ended: Readonly<Partial<Record<CallStatus, number>>>
  /** Calls that are up, and how long the sound of each waits for packets that are late, ms. */
  readonly up: number
  readonly buffersMs: readonly number[]
  /** There and back through the network, of the calls whose telephones tell, ms. */
  readonly roundTripsMs: readonly number[]
}

/** What one call has carried so far. */
export type Carried = LineStatistics & {
  readonly bufferMs: number
  /** Undefined while the telephone has not told. */
  readonly roundTripMs: number | undefined
}

const names = [
  ...(['packetsReceived', 'packetsSent', 'packetsLost', 'packetsRefused'] as const),
  ...(['reportsReceived', 'reportsSent', 'reportsRefused'] as const),
] as const
type Sums = Record<(typeof names)[number], number>

const nothing = (): Sums => Object.fromEntries(names.map((name) => [name, 0])) as Sums

/** What a call that is over has carried: as is known now, and in all, once its sound is closed. */
export type Closing = {
  carried(): Carried | undefined
  carriedInAll(): Promise<Carried | undefined>
}

/** Adds up what ended calls have carried, so that sums do not fall when a call ends. */
export function trafficCount() {
  const before = nothing()
  const ended: Partial<Record<CallStatus, number>> = {}
  const closing = new Set<Closing>()
  return {
    over(status: CallStatus, call: Closing): void {
      ended[status] = (ended[status] ?? 0) + 1
      closing.add(call)
      void call.carriedInAll().then((carried) => {
        closing.delete(call)
        add(before, carried)
      })
    },
    now(running: Iterable<Carried | undefined>): Traffic {
      const packets = { ...before }
      const buffersMs: number[] = []
      const roundTripsMs: number[] = []
      let up = 0
      for (const call of closing) add(packets, call.carried())
      for (const carried of running) {
        up++
        if (!carried) continue
        add(packets, carried)
        buffersMs.push(carried.bufferMs)
        if (carried.roundTripMs !== undefined) roundTripsMs.push(carried.roundTripMs)
      }
      return { packets, ended: { ...ended }, up, buffersMs, roundTripsMs }
    },
  }
}

function add(sums: Sums, more: LineStatistics | undefined): void {
  if (!more) return
  for (const name of names) sums[name] += more[name]
}
