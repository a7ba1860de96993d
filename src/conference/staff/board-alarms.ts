import type { AlarmName, Numbers } from './alarms.ts'
import type { Board } from './board.ts'
import { serviceSwitches } from './operation.ts'

/**
 * What staff should look at now; each has a sentence that says what to do. The first three the board sees by itself, at
 * once; the others take longer to be sure of (alarms.ts), and are kept.
 */
export type BoardAlarm =
  | { readonly is: 'paused' | 'protected'; readonly since: number }
  | { readonly is: 'carrier'; readonly since: number }
  | { readonly is: 'faults'; readonly count: number }
  | { readonly is: 'capacity'; readonly inUse: number; readonly capacity: number }
  | { readonly is: KeptAlarm; readonly numbers: Numbers }
export type KeptAlarm = Exclude<AlarmName, 'carrier' | 'faults' | 'capacity'>

/** So much of the lines in use is told before it is all of them. */
export const capacityTold = 0.8

export function alarmsOf(now: Board): readonly BoardAlarm[] {
  const { carrier, inUse, capacity, service, alarms: kept } = now
  const alarms: BoardAlarm[] = []
  if (carrier.health.is === 'silent') alarms.push({ is: 'carrier', since: carrier.health.since })
  if (carrier.faults > 0) alarms.push({ is: 'faults', count: carrier.faults })
  if (capacity !== undefined && inUse >= capacity * capacityTold)
    alarms.push({ is: 'capacity', inUse, capacity })
  for (const { name: is, numbers } of kept)
    if (is !== 'carrier' && is !== 'faults' && is !== 'capacity') alarms.push({ is, numbers })
  for (const is of serviceSwitches) {
    const since = service[is]
    if (since !== undefined) alarms.push({ is, since })
  }
  return alarms
}
