import type { Caller } from '../../conference/call/caller.ts'
import { callerNumber } from '../../conference/call/caller-number.ts'
import type { Happening } from '../../conference/happenings.ts'
import type { Meeting, Picture, Place } from '../../conference/meeting/meeting.ts'
import type { Announce, Clock, Kept, Randomness, Store } from '../../conference/ports.ts'
import { sweepOverdue } from '../../conference/kept/retention.ts'
import { callOver, type CallEnd } from '../call-over.ts'
import { arrive, heed } from '../conference-news.ts'
import { follow } from '../lines.ts'
import type { EndOfCall, Phone, Present } from './phone.ts'
import { fulfil, unfulfilled } from './unfulfilled.ts'

/*
 * The carrier is right about who is in a conference; its callbacks are only hints. So we ask, at
 * start and every half minute, and put right what differs:
 *
 *   carrier has, we have not   ──▶ here (also a caller we never heard of: nobody is in a room unseen)
 *   we have, carrier has not   ──▶ gone
 *   quiet call, carrier has no such call ──▶ over
 *
 * News that arrives between asking and writing wins: it is newer. What was decided and is not so yet is asked for once
 * more (unfulfilled.ts).
 */

export type ReconcileParts = {
  readonly store: Store
  readonly phone: Pick<Phone, 'whoIsIn' | 'isLive' | 'endOf' | 'setMuted' | 'endConference'>
  readonly clock: Clock
  readonly announce: Announce
  /** Whether the carrier shall delete its records of calls that are over. */
  readonly deletesCalls?: boolean
}

const everyMs = 30_000
/** A call that has done nothing for so long is asked about. */
const quietMs = 60_000
/** Tombstones keep late news from raising ghosts; then nothing of a call is left (P-03). */
const tombstoneMs = 4 * 60_000
/** A caller we do not know is asked whether they stay after so long, as everybody is. */
const strangerMs = 4 * 60 * 60_000
/** Calls asked about in one round; the rest are asked in the next. */
const callsAskedMax = 50
/** Below every number a carrier gives, so that any news is newer. */
const beforeAnyNews = -1

/**
 * Compares the live picture with the carrier's truth, repairs it, and answers how many places were wrong.
 * @throws when the carrier or the database cannot be reached
 */
export async function reconcile(parts: ReconcileParts): Promise<number> {
  let repairs = 0
  const seen = new Set<string>()
  for (const meeting of await parts.store.meetings.allOpen()) {
    const before = await parts.store.meetings.picture(meeting.id)
    const present = await carriers(parts.phone.whoIsIn(meeting.conferenceName))
    for (const { call } of present) seen.add(call)
    const { repaired, wishes } = await parts.store.atomically(async (kept) => ({
      repaired: await repair(kept, parts.clock(), meeting, before, present),
      wishes: await unfulfilled(kept, meeting, present),
    }))
    await carriers(fulfil(parts.phone, wishes))
    if (repaired > 0)
      parts.announce({ event: 'picture.repaired', meeting: meeting.id, repairs: repaired })
    repairs += repaired
  }
  return repairs + (await forgetEndedCalls(parts, seen))
}

/** Nothing of a call is left when its tombstone has done its work. */
export async function forgetTombstones({
  store,
  clock,
}: Pick<ReconcileParts, 'store' | 'clock'>): Promise<void> {
  await store.callers.sweep(clock() - tombstoneMs)
}

/** What the carrier did not answer, so that it is told from a database that is away. */
class CarrierFailed extends Error {
  override readonly name = 'CarrierFailed'
}

async function carriers<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (cause) {
    throw new CarrierFailed('the carrier could not be asked', { cause })
  }
}

/** What else is due in a round. */
export type Rounds = {
  /** Done by the one instance that reconciles. */
  readonly whoLeads?: () => Promise<void>
  /** Done by each instance. */
  readonly everybody?: () => Promise<void>
}

/** Of several instances one reconciles; when it is gone, another does within a round. */
const lease = 'reconcile'
const leaseMs = everyMs + 15_000

/**
 * Reconciles at once and then every 30 s until stopped, and does then what else is due; a carrier that cannot be reached
 * is told and asked again.
 */
export function keepReconciling(
  parts: ReconcileParts & { readonly randomness: Randomness },
  { whoLeads, everybody }: Rounds = {},
): AsyncDisposable {
  const { store, clock, announce, randomness } = parts
  const me = randomness.token()
  const told = async (work: () => Promise<void> | undefined): Promise<void> => {
    try {
      await work()
    } catch (error) {
      if (error instanceof CarrierFailed)
        announce({ event: 'carrier.unreachable', error: error.cause })
      else announce({ event: 'meetings.neglected', error })
    }
  }
  let doneAt = clock()
  const leading = async (): Promise<void> => {
    const at = clock()
    if (!(await store.leases.take(lease, me, at, at + leaseMs))) {
      doneAt = at
      return
    }
    await told(async () => {
      await reconcile(parts)
    })
    // A carrier that is away keeps nobody from looking after what is ours.
    await forgetTombstones(parts)
    await whoLeads?.()
    doneAt = clock()
  }
  /** What is over is deleted in the same round: it must not be forgotten for long (P-05). */
  const tellOverdue = (): void => {
    const overdue = sweepOverdue(doneAt, clock())
    if (overdue !== undefined) announce(overdue)
  }
  let running = Promise.resolve()
  const round = () => {
    running = running
      .then(() => told(leading))
      .then(tellOverdue)
      .then(() => told(async () => everybody?.()))
  }
  const timer = setInterval(round, everyMs)
  round()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await running
      await told(() => store.leases.giveBack(lease, me))
    },
  }
}

async function repair(
  kept: Kept,
  now: number,
  meeting: Meeting,
  before: Picture,
  present: readonly Present[],
): Promise<number> {
  let repairs = 0
  for (const place of wrongPlaces(before, present)) {
    const known = before.places.find(
      (it) => it.conference === place.conference && it.call === place.call,
    )
    if (place.here) await meet(kept, now, meeting, place.call)
    const repaired = await kept.meetings.repair(meeting.id, place, known)
    if (repaired) repairs += 1
    if (place.here) await arrive(kept, place.call)
    if (place.here && repaired) await heed(kept, place.call, place)
  }
  return repairs
}

/** The places that differ, as they should be. */
export function wrongPlaces(picture: Picture, present: readonly Present[]): readonly Place[] {
  const known = (at: Present) =>
    picture.places.find((it) => it.conference === at.conference && it.call === at.call)
  const missed = present
    .filter((at) => known(at)?.here !== true || known(at)?.muted !== at.muted)
    .map((at) => ({
      sequence: known(at)?.sequence ?? beforeAnyNews,
      ...at,
      here: true,
      sentOut: undefined,
    }))
  const ghosts = picture.places
    .filter((place) => place.here && !picture.ended.has(place.conference))
    .filter(
      (place) =>
        !present.some((at) => at.conference === place.conference && at.call === place.call),
    )
    .map((place) => ({ ...place, here: false, muted: false }))
  return [...missed, ...ghosts]
}

/** A caller the carrier has in our conference and we do not know gets a row, so that everybody is seen. */
async function meet(kept: Kept, now: number, { id, room }: Meeting, call: string): Promise<void> {
  const locale = (await kept.rooms.byId(room))?.locale
  if (locale === undefined) return
  const stranger: Caller = {
    call,
    state: {
      at: 'in-meeting',
      role: 'guest',
      locale,
      muted: false,
      hand: false,
      returns: 0,
      until: now + strangerMs,
    },
    step: '',
    last: { request: '', answer: '' },
    meeting: id,
    touched: now,
    shown: { line: await kept.callers.freeLine(), kind: 'other', began: now, since: now },
  }
  if (await kept.callers.add(stranger)) await follow(kept, stranger, now)
}

/** Calls whose end we were never told of; whoever was just seen in a conference need not be asked about. */
async function forgetEndedCalls(
  { store, phone, clock, announce, deletesCalls = false }: ReconcileParts,
  seen: ReadonlySet<string>,
): Promise<number> {
  const quiet = (await store.callers.live())
    .filter(({ call, touched }) => !seen.has(call) && touched < clock() - quietMs)
    .slice(0, callsAskedMax)
  let forgotten = 0
  for (const { call } of quiet) {
    if (await carriers(phone.isLive(call))) continue
    const end = endAt(await carriers(phone.endOf(call)), clock())
    const happened: readonly Happening[] = await store.atomically((kept) =>
      callOver(kept, call, clock(), { ...end, deletedAtCarrier: deletesCalls }),
    )
    for (const happening of happened) announce(happening)
    forgotten += 1
  }
  return forgotten
}

/** As if its end had been told in time: how long they stayed, and who they were if they are to be kept out. */
function endAt({ at, from }: EndOfCall, now: number): CallEnd {
  return {
    from: from === undefined ? undefined : callerNumber(from),
    at: Math.min(now, at ?? now),
  }
}
