import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { inThrees } from '../../src/conference/room/numbers.ts'

/*
 * Numbers that sing when they are found where they must not be (TRUST S-92, P-02). A test gives them to callers
 * and afterwards looks for them in everything that was written, in every shape that gives them away.
 */

/** Something that was written: where it lies, and all of it. */
export type Written = { readonly where: string; readonly bytes: Buffer }

export type Canary = {
  /** What a finding is called: never the number itself, because findings are printed. */
  readonly name: string
  readonly digits: string
}

/** A number this long means nothing else; shorter ones must not stand inside a longer number or an identifier. */
const unmistakableDigits = 8

type Holds = (text: string) => boolean
type Shape = readonly [name: string, of: (digits: string) => Holds]

const digests = ['md5', 'sha1', 'sha256', 'sha512'] as const
const encodings = ['hex', 'base64', 'base64url'] as const

/** Every shape a number may leave in. A digest without a key is the number: a telephone book of them is small. */
const shapes: readonly Shape[] = [
  ['as it is', alone],
  ['in groups of three', (digits) => alone(inThrees(digits))],
  ['with bytes of zero between', (digits) => somewhere(Array.from(digits).join('\0'))],
  ['said digit by digit', saidAloud],
  ['as base64', (digits) => somewhere(btoa(digits).replace(/=+$/, ''))],
  ...digests.flatMap((digest) =>
    encodings.map((encoding): Shape => [
      `as ${digest} in ${encoding}`,
      (digits) => somewhere(createHash(digest).update(digits).digest(encoding)),
    ]),
  ),
]

const somewhere =
  (number: string): Holds =>
  (text) =>
    text.includes(number)

/** As a document has it said: one recording after the other. */
function saidAloud(number: string): Holds {
  const files = Array.from(number, (digit) => `digit-${digit}\\.wav`)
  const pattern = new RegExp(files.join('[^]{1,200}?'))
  return (text) => pattern.test(text)
}

function alone(number: string): Holds {
  if (number.length >= unmistakableDigits) return somewhere(number)
  const pattern = new RegExp(`(?<![0-9A-Fa-f])${number}(?![0-9A-Fa-f])`)
  return (text) => pattern.test(text)
}

/** Where canaries sing: one line each, without the number. */
export function songs(canaries: readonly Canary[], written: readonly Written[]): string[] {
  const texts = written.map(({ where, bytes }) => ({ where, text: bytes.toString('latin1') }))
  return canaries.flatMap(({ name, digits }) =>
    shapes.flatMap(([shape, of]) => {
      const holds = of(digits)
      return texts
        .filter(({ text }) => holds(text))
        .map(({ where }) => `${name} ${shape} in ${where}`)
    }),
  )
}

/** A telephone number as callers' networks write it: E.164, its digits, as dialled at home, and the caller's own part. */
export function phoneCanaries(name: string, e164: string): Canary[] {
  const digits = e164.replace('+', '')
  return [
    { name: `${name}'s number`, digits },
    { name: `${name}'s number with +`, digits: e164 },
    { name: `${name}'s number from home`, digits: `0${digits.slice(2)}` },
    { name: `${name}'s number without country`, digits: digits.slice(2) },
  ]
}

/** Every file below a folder as its bytes are now. */
export function filesIn(folder: string): Written[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((file) => ({ where: relative(folder, file), bytes: readFileSync(file) }))
}
