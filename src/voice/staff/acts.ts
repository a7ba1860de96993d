import type { Caller } from '../../conference/call/caller.ts'
import { insideOf } from '../../conference/meeting/line.ts'
import type { Happening } from '../../conference/happenings.ts'
import type { Kept } from '../../conference/ports.ts'
import { shownAfter } from '../../conference/call/stage.ts'
import type { Waiting } from '../../conference/call/waiting.ts'
import { tellHosts, whereTo } from '../admit.ts'
import { companyAt } from '../company.ts'
import { follow } from '../lines.ts'
import { openMeeting } from '../open-meeting.ts'
import type { Writing } from '../parts.ts'
import type { Steer } from '../carrier/steer.ts'

/** Where the flow stands for somebody who may be stuck on the way in. */
const onTheWay: readonly Caller['state']['at'][] = [
  'asking-room-number',
  'asking-pin',
  'queueing',
  'leaving-number',
]

export type Brought = {
  /** The call as it was, should the carrier not do its part. */
  readonly before: Caller
  readonly after: Caller
  readonly told: readonly Steer[]
  readonly happened: readonly Happening[]
}

/**
 * Into the waiting room of this room: the state first, then the call is redirected to it. Whoever is in it is let in by hand,
 * and by nothing else. Undefined when it is not possible now; why is nobody's business here.
 */
export async function brought(
  kept: Kept,
  making: Pick<Writing, 'randomness' | 'clock'>,
  call: string,
  roomNumber: string,
): Promise<Brought | undefined> {
  const at = making.clock()
  const before = await kept.callers.find(call)
  const room = await kept.rooms.byNumber(roomNumber)
  if (before === undefined || room === undefined) return undefined
  if (!onTheWay.includes(before.state.at) || insideOf(before.state) !== undefined) return undefined
  const running = await kept.meetings.openIn(room.id)
  const company = running && (await companyAt(kept, room, running))
  const entry = { room, role: 'guest', limited: true, banned: false } as const
  if (whereTo(entry, company, call, at, false).to !== 'waiting') return undefined
  const happened: Happening[] = []
  const meeting = running ?? (await openMeeting(making, kept, room, happened))
  if (meeting.ended) await kept.meetings.change(meeting.id, { ended: false })
  const waiting: Waiting = {
    ...{ because: 'asked', role: 'guest', locale: room.locale, since: at, turns: 0 },
    ...{ limit: 'brought', fate: 'waits' },
  }
  const state = { at: 'waiting', ...waiting } as const
  const shown = shownAfter(before.shown, before.state, state, at)
  const after = { ...before, state, meeting: meeting.id, touched: at, shown }
  if (!(await kept.callers.move(after, before.step))) return undefined
  await follow(kept, after, at)
  happened.push({ event: 'caller.waits', call, meeting: meeting.id })
  return { before, after, happened, told: await tellHosts(kept, company, at, true) }
}

/** The carrier did not take the call there: it is where it was, unless it has gone on by itself. */
export async function broughtBack(kept: Kept, { before, after }: Brought): Promise<void> {
  const now = await kept.callers.find(after.call)
  if (now?.step !== after.step || now.state.at !== 'waiting') return
  await kept.callers.move(before, after.step)
}
