/** What somebody means by the keys they pressed while we asked for a number. */

export type Typed =
  /** The number is complete; `rest` was typed ahead, for the next question. */
  | { readonly is: 'complete'; readonly number: string; readonly rest: string }
  /** Part of a number. `again` when it was given up with `*` or ended too early with `#`. */
  | { readonly is: 'part'; readonly number: string; readonly again: boolean }
  /** `0` as the first key: numbers never begin with it. */
  | { readonly is: 'help' }

/**
 * Reads keys one after the other.
 *
 *   4 7 1 1 0 8      complete at the last digit; what follows belongs to the next question
 *   # 4 7 …          a late # from the question before: not there
 *   4 7 * 4 7 1 …    * begins this number again
 *   4 7 #            ended too early: begins again
 *   0                help
 */
export function readKeys(before: string, keys: string, length: number): Typed {
  let number = before
  let again = false
  for (const [at, key] of Array.from(keys).entries()) {
    if (key === '0' && number === '') return { is: 'help' }
    if (key === '*' || (key === '#' && number !== '')) {
      number = ''
      again = true
    } else if (key !== '#') {
      number += key
    }
    if (number.length === length) return { is: 'complete', number, rest: keys.slice(at + 1) }
  }
  return { is: 'part', number, again }
}
