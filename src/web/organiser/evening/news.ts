import type { Evening, LineLabel } from '../../../conference/meeting/evening.ts'
import { fill, type Texts } from '../../texts.ts'
import { lineOf, nameOf } from './view.ts'

/**
 * What happened between two looks at an evening, in sentences to be read aloud (W-04). Who talks and who is muted is
 * seen and not said: it changes all the time, or the organiser did it.
 */
export function newsBetween(before: Evening, after: Evening, words: Texts['evening']): string[] {
  const { news } = words
  const about = (sentence: string) => (line: LineLabel) =>
    fill(sentence, { who: nameOf(line, words) })
  const isAnywhere = (line: LineLabel) => lineOf(after, line.id) !== undefined
  const wasRaised = new Set(before.inside.filter(hasHand).map(({ id }) => id))
  return [
    ...added(before.inside, after.inside).map(about(news.came)),
    ...added(after.inside, before.inside).filter(not(isAnywhere)).map(about(news.left)),
    ...added(before.waiting, after.waiting).map(about(news.waits)),
    ...added(after.waiting, before.waiting).filter(not(isAnywhere)).map(about(news.leftWaiting)),
    ...after.inside
      .filter((line) => hasHand(line) && !wasRaised.has(line.id))
      .map(about(news.hand)),
    ...speakerNews(before, after, about(news.speaks)),
    ...(before.meeting !== undefined && after.meeting === undefined ? [news.ended] : []),
    ...(before.carrierAnswers === after.carrierAnswers
      ? []
      : [after.carrierAnswers ? news.carrierBack : news.carrierSilent]),
  ]
}

/** Who is in the second list and not in the first. */
function added<L extends LineLabel>(first: readonly LineLabel[], second: readonly L[]): L[] {
  const known = new Set(first.map(({ id }) => id))
  return second.filter(({ id }) => !known.has(id))
}

const hasHand = ({ hand }: { readonly hand: number | undefined }) => hand !== undefined
const not =
  <T>(is: (value: T) => boolean) =>
  (value: T) =>
    !is(value)

function speakerNews(
  { round: before }: Evening,
  after: Evening,
  says: (line: LineLabel) => string,
): string[] {
  const speaker = after.round?.order[0]
  if (speaker === undefined || speaker === before?.order[0]) return []
  const line = lineOf(after, speaker)
  return line === undefined ? [] : [says(line)]
}
