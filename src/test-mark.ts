import { createHmac, timingSafeEqual } from 'node:crypto'

/*
 * What our own test calls are known by: the name they call from, which nobody can make without our key.
 *
 *   test.29741823.a6b0…          the minute it was made, and a keyed hash of it
 *
 * It is good for three minutes, and only goes over this machine's own wire. So nobody outside can call unseen by the
 * board and the statistics.
 */

const minuteMs = 60_000
const minutesGood = 3
const macBytes = 16

/** The user part to call from. */
export function testMark(key: Buffer, at: number): string {
  const minute = String(Math.floor(at / minuteMs))
  return `test.${minute}.${macOf(key, minute)}`
}

/** Whether a caller (`sip:user@host`, as the carrier says it) is one of our test calls. */
export function isTestMark(key: Buffer, from: string, at: number): boolean {
  const [, minute = '', mac = ''] = /^sip:test\.(\d{1,10})\.([0-9a-f]{32})@/.exec(from) ?? []
  const wanted = Buffer.from(macOf(key, minute))
  const given = Buffer.from(mac)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return false
  const age = Math.floor(at / minuteMs) - Number(minute)
  return age >= 0 && age < minutesGood
}

function macOf(key: Buffer, minute: string): string {
  return createHmac('sha256', key).update(minute).digest().subarray(0, macBytes).toString('hex')
}
