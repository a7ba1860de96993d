import { describe, expect, it } from '@jest/globals'
import { trafficCount } from '../../../src/switch/call/traffic.ts'
import { switchMetrics } from '../../../src/switch/rest/metrics.ts'
import type { TrunkState } from '../../../src/switch/sip/trunk/trunk.ts'
import { valueOf } from '../../kit/prometheus.ts'

const carried = (packets: number, bufferMs: number) => ({
  packetsReceived: packets,
  packetsSent: packets * 2,
  packetsLost: 1,
  packetsRefused: 0,
  reportsReceived: 3,
  reportsSent: 2,
  reportsRefused: 1,
  bufferMs,
  roundTripMs: bufferMs * 2,
})

/** It had no sound. */
const none = { carried: () => undefined, carriedInAll: () => Promise.resolve(undefined) }

const trunk = (name: string, is: TrunkState['is']): TrunkState => {
  return { name, transport: 'UDP', is, since: 0 }
}

describe("the switch's numbers", () => {
  it('sums do not fall when a call ends', async () => {
    const traffic = trafficCount()
    expect(traffic.now([carried(10, 20), carried(5, 60), undefined])).toMatchObject({
      up: 3,
      packets: { packetsReceived: 15, packetsSent: 30, packetsLost: 2 },
      buffersMs: [20, 60],
    })
    const { promise, resolve } = Promise.withResolvers<ReturnType<typeof carried>>()
    traffic.over('completed', { carried: () => carried(9, 20), carriedInAll: () => promise })
    traffic.over('failed', none)
    expect(traffic.now([carried(6, 60)]).packets.packetsReceived).toBe(15)
    resolve(carried(10, 20))
    await promise
    const after = traffic.now([carried(6, 60)])
    expect(after.packets.packetsReceived).toBe(16)
    expect(after.ended).toEqual({ completed: 1, failed: 1 })
  })
  it('are read as they are now', async () => {
    const { watch, lateness, text } = switchMetrics()
    const traffic = trafficCount()
    traffic.over('busy', none)
    watch({
      traffic: () => traffic.now([carried(10, 20), carried(5, 60)]),
      conferences: () => [3, 2],
      ticks: () => ({ ticks: 500, ticksSkipped: 2 }),
      callsMax: 500,
      trunks: () => [trunk('1', 'registered'), trunk('2', 'refused'), trunk('3', 'open')],
    })
    lateness.count(0.4)
    lateness.count(30)
    await text()
    const said = await text()
    const of = (name: string, labels = {}) => valueOf(said, `rundruf_switch_${name}`, labels)
    expect([of('calls'), of('calls_max'), of('conferences'), of('legs')]).toEqual([2, 500, 2, 5])
    expect(of('calls_ended_total', { status: 'busy' })).toBe(1)
    expect([of('ticks_total'), of('ticks_skipped_total')]).toEqual([500, 2])
    expect(of('packets_total', { fate: 'received' })).toBe(15)
    expect([of('buffer_seconds'), of('buffer_max_seconds')]).toEqual([0.04, 0.06])
    expect(of('reports_total', { fate: 'refused' })).toBe(2)
    expect([of('round_trip_seconds'), of('round_trip_max_seconds')]).toEqual([0.08, 0.12])
    expect(of('tick_late_seconds_count')).toBe(2)
    expect(said).toContain('rundruf_switch_tick_late_seconds_bucket{le="0.02"} 1')
    expect(lateness.quantile(1)).toBe(30)
    expect(['1', '2', '3'].map((trunk) => of('trunk_up', { trunk }))).toEqual([1, 0, 1])
  })
})
