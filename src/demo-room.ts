import { isIPv4 } from 'node:net'
import type { Randomness, Store } from './conference/ports.ts'
import { newPin } from './conference/room/numbers.ts'
import { practiceNumberUsual } from './conference/call/practice.ts'
import { usualOptions } from './conference/room/room.ts'
import type { Settings } from './settings.ts'

/** The room to try everything with. Its numbers are in the README, so it must never be reachable from outside. */
export const demo = { number: '471108', guestPin: '352964' } as const

/** Whether the demo room is there to be tried; made now when this is a first start on one's own machine. */
export async function demoRoom(
  settings: Settings,
  store: Store,
  randomness: Randomness,
): Promise<'there' | 'absent'> {
  if (isPrivate(settings) && (await store.rooms.all()).length === 0) {
    await store.rooms.add({
      id: randomness.token(),
      ...demo,
      hostPin: newPin((max) => randomness.below(max), demo.number, [demo.guestPin]),
      locale: settings.locale,
      ...usualOptions,
    })
  }
  const room = await store.rooms.byNumber(demo.number)
  return room?.guestPin === demo.guestPin ? 'there' : 'absent'
}

/** The number of the practice line: as given, else the usual one on one's own machine, else there is none. */
export function practiceNumber(settings: Settings): string | undefined {
  return settings.practiceRoom ?? (isPrivate(settings) ? practiceNumberUsual : undefined)
}

/** Pages only for this machine, no carrier, no public address: nobody else can find the room. */
export function isPrivate({ http, phone }: Settings): boolean {
  return phone.kind === 'built-in' && isLoopback(http.host) && isLoopback(http.publicUrl.hostname)
}

export function isLoopback(host: string): boolean {
  if (isIPv4(host)) return host.startsWith('127.')
  return host === 'localhost' || host === '::1' || host === '[::1]'
}
