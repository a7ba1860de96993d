import type { Audited } from '../../conference/staff/audit.ts'
import type { LiveBoard } from '../../conference/staff/board.ts'
import { callerNumber } from '../../conference/call/caller-number.ts'
import type { Evenings } from '../../conference/meeting/evening.ts'
import type { Kept, Randomness, Store } from '../../conference/ports.ts'
import type {
  By,
  StaffControl,
  StaffOutcome,
  StaffWish,
} from '../../conference/staff/staff-control.ts'
import type { Locale } from '../../conference/room/room.ts'
import { insideOf } from '../../conference/meeting/line.ts'
import type { Farewell } from '../farewells.ts'
import { brought, broughtBack } from './acts.ts'
import { carryOut, steer, type Steering } from '../carrier/steer.ts'

export type StaffControlParts = Steering & {
  readonly store: Store
  readonly board: Pick<LiveBoard, 'callOf' | 'meetingOf'>
  readonly evenings: Pick<Evenings, 'act'>
  readonly randomness: Randomness
  readonly clock: () => number
  /** What callers hear whose room nobody knows yet. */
  readonly locale: Locale
}

const dayMs = 24 * 60 * 60_000

type Act<W extends StaffWish> = (
  parts: StaffControlParts,
  wish: W,
  note: Note,
) => Promise<StaffOutcome>
/** Writes to the audit log, in whatever transaction decides it. */
type Note = (kept: Kept, object: string) => Promise<void>
type Table = { readonly [D in StaffWish['do']]: Act<Extract<StaffWish, { do: D }>> }

/**
 * What staff want, as a table:
 *
 *   wish ──▶ written to the audit log, with its state ──▶ carrier ─┬─ done
 *                                                                  └─ not done: taken back where it can be, and said
 */
const acts: Table = {
  async 'end-meeting'({ board, evenings, store }, { meeting: name }, note) {
    const id = await board.meetingOf(name)
    const meeting = id === undefined ? undefined : await store.meetings.byId(id)
    if (meeting === undefined) return 'gone'
    await store.atomically((kept) => note(kept, name))
    return evenings.act({ id: meeting.room }, { do: 'end' })
  },

  async 'end-call'(parts, { line }, note) {
    const call = await parts.board.callOf(line)
    if (call === undefined) return 'gone'
    await parts.store.atomically((kept) => note(kept, line))
    return sayGoodbye(parts, call, 'call-ended')
  },

  async 'block-line'(parts, { line, days }, note) {
    const { store, phone, clock, announce } = parts
    const call = await parts.board.callOf(line)
    if (call === undefined) return 'gone'
    // Nowhere but at the carrier is it known who calls.
    const end = await phone.endOf(call).catch((error: unknown) => {
      announce({ event: 'carrier.unreachable', error })
    })
    if (end?.from === undefined) return 'carrier-failed'
    const from = callerNumber(end.from)
    if (from.is === 'withheld') return 'withheld'
    const at = clock()
    const block = await store.atomically(async (kept) => {
      const block = await kept.blocks.add(from, at, at + days * dayMs)
      if (block !== undefined) await note(kept, block.id)
      return block
    })
    if (block === undefined) return 'impossible'
    const ended = await sayGoodbye(parts, call, 'blocked')
    return ended === 'carrier-failed' ? 'blocked' : 'done'
  },

  async 'to-waiting-room'(parts, { line, roomNumber }, note) {
    const { store } = parts
    const call = await parts.board.callOf(line)
    if (call === undefined) return 'gone'
    // Also when it is not possible: whoever tries rooms is seen.
    const found = await store.atomically(async (kept) => {
      await note(kept, line)
      return brought(kept, parts, call, roomNumber)
    })
    if (found === undefined) return 'impossible'
    try {
      const outcome = await carryOut(parts, { do: 'call-in', call })
      if (outcome === 'gone') return 'gone'
    } catch (error) {
      parts.announce({ event: 'carrier.unreachable', error })
      await store.atomically((kept) => broughtBack(kept, found))
      return 'impossible'
    }
    for (const happening of found.happened) parts.announce(happening)
    void steer(parts, found.told)
    return 'done'
  },

  async 'lift-block'({ store }, { block }, note) {
    const lifted = await store.atomically(async (kept) => {
      const lifted = await kept.blocks.lift(block)
      if (lifted) await note(kept, block)
      return lifted
    })
    return lifted ? 'done' : 'gone'
  },

  async switch({ store, clock }, { what, on }, note) {
    await store.atomically(async (kept) => {
      const isOn = (await kept.service.now())[what] !== undefined
      if (isOn === on) return
      await kept.service.set(what, on ? clock() : undefined)
      await note(kept, what)
    })
    return 'done'
  },
}

/** The telephone side of the staff's pages. */
export function openStaffControl(parts: StaffControlParts): StaffControl {
  return {
    act(wish, by) {
      const act = acts[wish.do] as Act<StaffWish>
      return act(parts, wish, noteFor(parts, wish, by))
    },
  }
}

function noteFor({ clock }: StaffControlParts, wish: StaffWish, { who, reason }: By): Note {
  const what = auditedAs(wish)
  return ({ audit }, object) => audit.note({ at: clock(), who, what, object, reason })
}

function auditedAs(wish: StaffWish): Audited {
  switch (wish.do) {
    case 'end-meeting':
      return 'meeting.ended'
    case 'end-call':
      return 'call.ended'
    case 'block-line':
      return 'line.blocked'
    case 'to-waiting-room':
      return 'line.brought'
    case 'lift-block':
      return 'line.unblocked'
    case 'switch':
      if (wish.what === 'paused') return wish.on ? 'calls.paused' : 'calls.taken'
      return wish.on ? 'protection.on' : 'protection.off'
  }
}

/** A last sentence, whatever the call is doing; out of its conference, too. */
async function sayGoodbye(
  parts: StaffControlParts,
  call: string,
  farewell: Farewell,
): Promise<'done' | 'gone' | 'carrier-failed'> {
  const state = (await parts.store.callers.find(call))?.state
  const inside = state && insideOf(state)
  const locale = inside?.locale ?? (state?.at === 'waiting' ? state.locale : parts.locale)
  try {
    return await carryOut(parts, { do: 'say-goodbye', call, farewell, locale })
  } catch (error) {
    parts.announce({ event: 'carrier.unreachable', error })
    return 'carrier-failed'
  }
}
