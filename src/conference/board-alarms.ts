import type { Board } from './board.ts'

/** What staff should look at now, the gravest first; each has a sentence that says what to do. */
export type BoardAlarm =
  | { readonly is: 'carrier'; readonly since: number }
  | { readonly is: 'faults'; readonly count: number }
  | { readonly is: 'capacity'; readonly inUse: number; readonly capacity: number }

/** So much of the lines in use is told before it is all of them. */
export const capacityTold = 0.8

export function alarmsOf({ carrier, inUse, capacity }: Board): readonly BoardAlarm[] {
  const alarms: BoardAlarm[] = []
  if (carrier.health.is === 'silent') alarms.push({ is: 'carrier', since: carrier.health.since })
  if (carrier.faults > 0) alarms.push({ is: 'faults', count: carrier.faults })
  if (capacity !== undefined && inUse >= capacity * capacityTold)
    alarms.push({ is: 'capacity', inUse, capacity })
  return alarms
}
