import type { Evening, EveningOutcome, EveningWish } from '../../../conference/meeting/evening.ts'
import { fill, type Texts } from '../../texts.ts'
import { lineOf, nameOf } from './view.ts'

/** What became of a wish: its words, and whether they are good news. */
export type Told = { readonly words: string; readonly isDone: boolean }

type Words = Texts['evening']

export function toldOf(
  words: Words,
  wish: EveningWish['do'],
  outcome: EveningOutcome,
  who: string | undefined,
): Told {
  const { outcomes, done, someone } = words
  const said: Readonly<Record<EveningOutcome, string>> = {
    done: fill(done[wish], { who: who ?? someone }),
    gone: outcomes.gone,
    'carrier-failed': outcomes.carrierFailed,
    'still-trying': outcomes.stillTrying,
  }
  return { words: said[outcome], isDone: outcome === 'done' }
}

/** The live page's address with what it is to say: names stay out of addresses, so it names the line. */
export function pageThatTells(room: string, wish: EveningWish, outcome: EveningOutcome): string {
  const line = 'line' in wish ? `&line=${encodeURIComponent(wish.line)}` : ''
  return `/rooms/${room}/evening?told=${wish.do}&outcome=${outcome}${line}`
}

type Query = Readonly<Record<string, unknown>>

/** What an address of `pageThatTells` says; undefined for any other. */
export function toldBy({ told, outcome, line }: Query, evening: Evening, words: Words) {
  const wish = Object.keys(words.done).find((one) => one === told)
  const known = (['done', 'gone', 'carrier-failed', 'still-trying'] as const).find(
    (one) => one === outcome,
  )
  if (wish === undefined || known === undefined) return undefined
  const found = typeof line === 'string' ? lineOf(evening, line) : undefined
  return toldOf(words, wish as EveningWish['do'], known, found && nameOf(found, words))
}
