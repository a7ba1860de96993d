/**
 * Room numbers and PINs: how long they are, how they are made, how they are written down.
 * Made by machine and never chosen by people, because a chosen PIN is a guessed PIN.
 */

/** The one place where lengths live: generator, prompts, keypad parser, pages and tests read them here. */
export const lengths = { roomNumber: 6, pin: 6, confidentialPin: 8 } as const

/** Confidential rooms have numbers that begin with this digit, so the PIN's length follows from what was keyed. */
const confidentialFirstDigit = '9'

/** A random whole number from 0 up to but not including `max`; `crypto.randomInt` fits. */
export type Below = (max: number) => number

/**
 * How many digits the PIN of this room has. Depends on the number alone, never on whether such a room
 * exists: an unknown room must sound like a known one.
 */
export function pinLength(roomNumber: string): number {
  return roomNumber.startsWith(confidentialFirstDigit) ? lengths.confidentialPin : lengths.pin
}

/** A fresh room number. Whether it is still free is the store's to say. */
export function newRoomNumber(below: Below, confidential = false): string {
  for (;;) {
    const number = digits(below, lengths.roomNumber)
    if (number.startsWith(confidentialFirstDigit) === confidential && !isTrivial(number))
      return number
  }
}

/** A fresh PIN for this room, different from the ones it has already. */
export function newPin(below: Below, roomNumber: string, taken: readonly string[] = []): string {
  for (;;) {
    const pin = digits(below, pinLength(roomNumber))
    if (!isTrivial(pin) && !taken.includes(pin) && pin !== roomNumber) return pin
  }
}

/** The first digit is 1–9: no leading zero to lose, and `0` as the first key stays free for help. */
function digits(below: Below, length: number): string {
  let number = String(1 + below(9))
  while (number.length < length) number += String(below(10))
  return number
}

/** What people would try first. Each row refuses one kind of pattern. */
const trivial: readonly ((number: string) => boolean)[] = [
  (number) => new Set(number).size <= 2, //                         111111, 121221
  (number) => sameSteps(number), //                                 123456, 987654, 246802
  (number) => repeats(number, 2) || repeats(number, 3), //          121212, 471471
  (number) => repeats(number, 4), //                                47114711
  (number) => number === Array.from(number).reverse().join(''), //         471174
  (number) => /^(?:(\d)\1)+$/.test(number), //                      447711
  (number) => /^(?:(\d)\1{2})+$/.test(number), //                   444777
]

/** Whether this is a pattern that someone would try by hand: repeats, runs, pairs, palindromes. */
export function isTrivial(number: string): boolean {
  return trivial.some((refuses) => refuses(number))
}

function sameSteps(number: string): boolean {
  const step = (at: number) => (10 + Number(number[at]) - Number(number[at - 1])) % 10
  return Array.from(number).every((_, at) => at < 2 || step(at) === step(1))
}

function repeats(number: string, length: number): boolean {
  return number.length > length && number === number.slice(0, length).repeat(number.length / length)
}

/** `471108` → `471 108`, as it is printed and read aloud. */
export function inThrees(number: string): string {
  return number.replace(/\d{3}(?=\d)/g, '$& ')
}
