import type { Below } from '../room/numbers.ts'

/*
 * Signing in without a password: whoever can read the mail is who they say.
 *
 *   address ──▶ a mail with a code and a link ──┬─ code, in the browser that asked ──▶ signed in
 *                                               └─ link and its button, anywhere ────▶ signed in
 *
 * Code and link are good once and for ten minutes. The link cannot be guessed; the code is guessed at by at most
 * `codeTriesMax` tries, and by nobody any more when `wrongInARowMax` tries at one address went wrong, until its owner
 * has signed in by the link (S-02).
 */

const minuteMs = 60_000

export const codeDigits = 8
export const codeLastsMs = 10 * minuteMs
export const codeTriesMax = 5
/** NIST SP 800-63B-4 allows so many; with eight digits that is one in a million. */
export const wrongInARowMax = 100
/** Browsers in which one account is signed in; the oldest ends when there is one more. */
export const sessionsOfAccountMax = 20

/** A fresh code. */
export function newCode(below: Below): string {
  return String(below(10 ** codeDigits)).padStart(codeDigits, '0')
}

/** `12345678` → `1234 5678` */
export function writtenCode(code: string): string {
  return `${code.slice(0, codeDigits / 2)} ${code.slice(codeDigits / 2)}`
}

/**
 * The code in what was typed or pasted, whatever people and mail programs put around and between:
 * `Ihr Code: 1234 5678` → `12345678`. Where there is none, all the digits there are.
 */
export function codeIn(typed: string): string {
  const plain = typed.normalize('NFKC')
  const found = /(?<!\d)(\d{4})[^\d\p{L}]{0,3}(\d{4})(?!\d)/u.exec(plain)
  return found === null ? plain.replace(/\D/g, '') : `${found[1] ?? ''}${found[2] ?? ''}`
}

/** Somebody who asked for a code; only keyed hashes of code, link and browser are kept. */
export type NewSignIn = {
  readonly id: string
  /** What the asking browser keeps in a cookie. */
  readonly browser: string
  readonly code: string
  readonly link: string
  readonly address: string
  /** The page they wanted. */
  readonly goesTo: string
  readonly locale: string
  /** The mail on its way to them. Empty: none was sent, because there had been too many. */
  readonly mail: string
  readonly until: number
}
export type PendingSignIn = Omit<NewSignIn, 'browser' | 'code' | 'link'> & {
  /** Codes that were tried in vain. */
  readonly tries: number
}

export type SignIns = {
  begin(signIn: NewSignIn): Promise<void>
  /** What was asked for in this browser and still lasts, the latest first. */
  of(browser: string, at: number): Promise<readonly PendingSignIn[]>
  /** The one that this code belongs to. Anything else counts as a try at all of this browser's. */
  byCode(browser: string, code: string, at: number): Promise<PendingSignIn | undefined>
  /** The one that this link belongs to, and whether this is the browser that asked. */
  byLink(
    link: string,
    browser: string | undefined,
    at: number,
  ): Promise<{ readonly signIn: PendingSignIn; readonly sameBrowser: boolean } | undefined>
  /** Uses it up, forgets what was guessed at its address; false when it was used already. */
  use(id: string): Promise<boolean>
  /** Whether codes for this address open nothing at the moment, so that only the link does. */
  onlyLink(address: string, at: number): Promise<boolean>
  sweep(at: number): Promise<void>
}
