/** A process with many callers who dial in within some seconds (arrival.ts starts it), key a room and its PIN, and stay. */
import { setTimeout as pass } from 'node:timers/promises'
import { call, type Callee, type Caller } from './caller.ts'

export type Arrival = {
  readonly to: Callee
  readonly callers: number
  readonly withinSeconds: number
  readonly rooms: readonly { readonly room: string; readonly pin: string }[]
}
/** Of one caller; times in ms. */
export type Arrived = {
  readonly status: number
  readonly answeredMs: number
  /** To the first packet that is no silence, from the INVITE and from the answer. */
  readonly fromInviteMs: number
  readonly fromAnswerMs: number
  readonly longestGapMs: number
  readonly missing: number
}

/** Addresses of our own in 127.5.0.0/16: a call each, as telephones have them. */
const addressOf = (at: number) => `127.5.${10 + (at >> 7)}.${1 + (at & 127)}`
const listensMs = 1500
/** Until the last one has heard the words of welcome and is in. */
const keyedInMs = 20_000
const goodbyeMs = 1000
const inTheLine: Caller[] = []

async function arrive({ to, callers, withinSeconds, rooms }: Arrival): Promise<readonly Arrived[]> {
  const begun = performance.now()
  const all = Array.from({ length: callers }, async (_, at): Promise<Arrived> => {
    await pass((at * withinSeconds * 1000) / callers)
    const dialled = performance.now()
    const caller = await call(to, { address: addressOf(at) })
    inTheLine.push(caller)
    const status = await caller.answered
    const answeredMs = performance.now() - dialled
    const { room, pin } = rooms[at % rooms.length]!
    await pass(listensMs)
    await caller.press(room + pin)
    // Everybody stays until the last one has long been in.
    await pass(Math.max(0, withinSeconds * 1000 + keyedInMs - (performance.now() - begun)))
    const { firstWord, longestGapMs, missing } = caller.heard
    const { fromInviteMs = NaN, fromAnswerMs = NaN } = firstWord ?? {}
    return { status, answeredMs, fromInviteMs, fromAnswerMs, longestGapMs, missing }
  })
  return Promise.all(all)
}

process.on('message', (wish) => {
  void arrive(wish as Arrival).then((arrived) => process.send?.(arrived))
})
process.on('disconnect', () => {
  for (const { sip } of inTheLine) sip.bye()
  setTimeout(() => process.exit(), goodbyeMs)
})
