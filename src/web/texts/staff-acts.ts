import { z } from 'zod'
import { each, sentence } from './shapes.ts'

const asked = z.strictObject({ open: sentence, explain: sentence, do: sentence })

/** What staff can do about calls, meetings and the whole service. */
export const staffActs = z.strictObject({
  /** `{number}` */
  line: sentence,
  /** `{name}` */
  meeting: sentence,
  end: asked,
  block: asked,
  blockDays: sentence,
  /** `{days}` */
  days: z.strictObject({ one: sentence, many: sentence }),
  waitingRoom: asked,
  roomNumber: sentence,
  roomNumberHint: sentence,
  endMeeting: asked,
  service: z.strictObject({
    title: sentence,
    lede: sentence,
    callsTitle: sentence,
    taken: sentence,
    /** `{time}` */
    paused: sentence,
    protectionTitle: sentence,
    off: sentence,
    /** `{time}` */
    protected: sentence,
    pause: asked,
    goOn: asked,
    protect: asked,
    unprotect: asked,
    blocksTitle: sentence,
    blocksNone: sentence,
    blocksTable: sentence,
    block: sentence,
    since: sentence,
    until: sentence,
    what: sentence,
    lift: asked,
  }),
  /** Telephone numbers beside the main one. */
  ownNumbers: z.strictObject({
    title: sentence,
    lede: sentence,
    toAll: sentence,
    toOne: sentence,
    give: asked,
    take: asked,
  }),
  reason: sentence,
  reasonHint: sentence,
  back: sentence,
  mistakes: z.strictObject({
    reason: sentence,
    roomNumber: sentence,
    noRoom: sentence,
    days: sentence,
    other: sentence,
  }),
  /** Of the window, when something in the form was wrong: `{title}` */
  again: sentence,
  outcomeTitle: sentence,
  outcomes: each(['gone', 'carrier-failed', 'still-trying', 'withheld', 'blocked', 'impossible']),
})
