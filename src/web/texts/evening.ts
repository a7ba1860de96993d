import { z } from 'zod'
import { preparedSentences } from '../../conference/meeting/evening.ts'
import { sentence } from './shapes.ts'

/** `{count}` callers: none, one, more. */
const counted = z.strictObject({ none: sentence, one: sentence, many: sentence })
const oneOrMany = z.strictObject({ one: sentence, many: sentence })

/** What became of a wish that was pressed. */
const outcomes = z.strictObject({
  gone: sentence,
  carrierFailed: sentence,
  stillTrying: sentence,
})

/** Wish → what is so afterwards; `{who}` is the caller. */
const done = z.strictObject({
  mute: sentence,
  'ask-to-unmute': sentence,
  'ask-to-mute': sentence,
  'mute-all': sentence,
  'let-in': sentence,
  'let-all-in': sentence,
  'turn-away': sentence,
  remove: sentence,
  'make-host': sentence,
  'lower-hand': sentence,
  name: sentence,
  lock: sentence,
  unlock: sentence,
  announce: sentence,
  end: sentence,
  'start-round': sentence,
  'next-speaker': sentence,
  'stop-round': sentence,
})

const buttons = z.strictObject({
  mute: sentence,
  askToUnmute: sentence,
  askToMute: sentence,
  muteAll: sentence,
  letIn: sentence,
  letAllIn: sentence,
  turnAway: sentence,
  remove: sentence,
  removeYes: sentence,
  makeHost: sentence,
  lowerHand: sentence,
  name: sentence,
  rename: sentence,
  lock: sentence,
  unlock: sentence,
  end: sentence,
  endYes: sentence,
  next: sentence,
  stopRound: sentence,
  more: sentence,
})

/** What the page's script says. */
export const scriptWords = z.strictObject({
  live: sentence,
  lost: sentence,
  door: sentence,
  elsewhere: sentence,
  pending: sentence,
  unknown: sentence,
  expired: sentence,
  many: sentence,
  back: sentence,
})

export const evening = z.strictObject({
  title: sentence,
  withNews: sentence,
  toRoom: sentence,
  reload: sentence,
  caller: sentence,
  /** A caller of whom nothing is known any more. */
  someone: sentence,
  host: sentence,
  here: counted,
  waiting: oneOrMany,
  hands: oneOrMany,
  carrierSilent: sentence,
  since: sentence,
  waitsSince: z.strictObject({ now: sentence, minutes: oneOrMany }),
  states: z.strictObject({
    talking: sentence,
    on: sentence,
    muted: sentence,
    away: sentence,
    hand: sentence,
  }),
  because: z.strictObject({ asked: sentence, locked: sentence, host: sentence, early: sentence }),
  nobody: z.strictObject({ title: sentence, text: sentence, noPin: sentence }),
  access: z.strictObject({
    title: sentence,
    number: sentence,
    address: sentence,
    room: sentence,
    pin: sentence,
  }),
  waitingTitle: sentence,
  insideTitle: sentence,
  insideNobody: sentence,
  handsTitle: sentence,
  forAll: z.strictObject({
    title: sentence,
    muteHint: sentence,
    open: sentence,
    locked: sentence,
    say: sentence,
    sayHint: sentence,
    end: sentence,
  }),
  sentences: z.record(z.enum(preparedSentences), sentence),
  round: z.strictObject({
    title: sentence,
    text: sentence,
    each: sentence,
    start: sentence,
    minutes: oneOrMany,
    speaks: sentence,
    left: sentence,
    over: sentence,
    timer: sentence,
    afterwards: sentence,
    last: sentence,
  }),
  remove: sentence,
  buttons,
  naming: z.strictObject({
    title: sentence,
    field: sentence,
    hint: sentence,
    save: sentence,
    back: sentence,
    tooLong: sentence,
  }),
  done,
  outcomes,
  news: z.strictObject({
    came: sentence,
    left: sentence,
    waits: sentence,
    leftWaiting: sentence,
    hand: sentence,
    speaks: sentence,
    ended: sentence,
    carrierSilent: sentence,
    carrierBack: sentence,
  }),
  script: scriptWords,
})
