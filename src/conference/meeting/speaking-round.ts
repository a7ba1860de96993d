/**
 * Everybody speaks once, one after the other. People are known by the number of their line, so a round outlives the
 * menu, a cut line and a restart.
 *
 *   begin: raised hands first, then the rest by number
 *
 *   order   [ 3   1   4   2 ]      the first of them has the word
 *             │   └ hears that they are next
 *             └ hears "it is your turn", and a soft tone when the time is over; nobody is cut off
 *
 *   next ─────────▶ the first is done and goes to `spoken`
 *   first leaves ─▶ the next of those who are there has the word; who comes back has kept their place
 *   somebody comes ▶ they speak last
 *   nobody is left who has not spoken ──▶ the round is over
 */
export type Round = {
  /** Who has not finished: the first has the word. Those who left are kept, in case they come back. */
  readonly order: readonly number[]
  readonly spoken: readonly number[]
  /** Since when the first has the word, ms since 1970. */
  readonly since: number
  readonly secondsEach: number
  /** Whether the first has heard that their time is over. */
  readonly toned: boolean
}

/** Somebody who is in the meeting. */
export type Present = { readonly number: number; readonly handSince: number | undefined }

/** What somebody hears, privately. */
export type Told = {
  readonly number: number
  readonly hears: 'your-turn' | 'you-are-next' | 'tone'
}

export type RoundMoved = { readonly round: Round | undefined; readonly told: readonly Told[] }

/** More than ever call in one evening; whoever comes after that has to raise a hand. */
export const roundLinesMax = 500

export function beginRound(
  present: readonly Present[],
  secondsEach: number,
  at: number,
): RoundMoved {
  const order = present.toSorted(byHandThenNumber).map(({ number }) => number)
  return handTo({ order, spoken: [], since: at, secondsEach, toned: false }, present, at)
}

/** The one who speaks is done. */
export function nextSpeaker(round: Round, present: readonly Present[], at: number): RoundMoved {
  const [done, ...order] = round.order
  const spoken = done === undefined ? round.spoken : [...round.spoken, done]
  return handTo({ ...withNewcomers({ ...round, order, spoken }, present) }, present, at)
}

/** What has come of a round by itself: people came and went, time passed. The same round when nothing did. */
export function tendRound(round: Round, present: readonly Present[], at: number): RoundMoved {
  const now = withNewcomers(round, present)
  const [speaker] = now.order
  if (speaker === undefined || !isThere(speaker, present)) return handTo(now, present, at)
  if (now.toned || at < roundDue(now)) return { round: now, told: [] }
  return { round: { ...now, toned: true }, told: [{ number: speaker, hears: 'tone' }] }
}

/** When the time of the one who speaks is over. */
export function roundDue({ since, secondsEach }: Round): number {
  return since + secondsEach * 1000
}

/** Gives the word to the first who is there. */
function handTo(round: Round, present: readonly Present[], at: number): RoundMoved {
  const there = round.order.filter((number) => isThere(number, present))
  const [speaker, next] = there
  if (speaker === undefined) return { round: undefined, told: [] }
  const order = [speaker, ...round.order.filter((number) => number !== speaker)]
  return {
    round: { ...round, order, since: at, toned: false },
    told: [
      { number: speaker, hears: 'your-turn' },
      ...(next === undefined ? [] : [{ number: next, hears: 'you-are-next' } as const]),
    ],
  }
}

function withNewcomers(round: Round, present: readonly Present[]): Round {
  const known = new Set([...round.order, ...round.spoken])
  const fresh = present
    .map(({ number }) => number)
    .filter((number) => !known.has(number))
    .slice(0, Math.max(0, roundLinesMax - known.size))
  return fresh.length === 0 ? round : { ...round, order: [...round.order, ...fresh] }
}

function isThere(number: number, present: readonly Present[]): boolean {
  return present.some((one) => one.number === number)
}

function byHandThenNumber(a: Present, b: Present): number {
  const [handA, handB] = [a.handSince ?? Infinity, b.handSince ?? Infinity]
  return handA === handB ? a.number - b.number : handA - handB
}
