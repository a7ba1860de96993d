import type { Alarm } from './alarms.ts'
import type { Caller } from '../call/caller.ts'
import type { HelpRequest } from './help-request.ts'
import { insideOf } from '../meeting/line.ts'
import type { Meeting } from '../meeting/meeting.ts'
import { testKind, type NumberKind } from '../call/number-kind.ts'
import type { ServiceState } from './operation.ts'
import { stageOf, stages, type Stage } from '../call/stage.ts'

/*
 * What staff see: that lines work, and where callers are stuck. Never who calls, which group meets, what about, or what
 * a line did before (P-06):
 *
 *   callers  ┐
 *   meetings ├──▶ board() ──▶ Board      ids are opaque: they lead back to a call only here, and only while it lasts
 *   who talks┘
 */

export type Board = {
  /** When it was so, ms since 1970. */
  readonly at: number
  readonly inUse: number
  /** How many lines there are; undefined where the carrier has as many as are needed. */
  readonly capacity: number | undefined
  readonly stages: Readonly<Record<Stage, number>>
  /** The longest first. */
  readonly meetings: readonly BoardMeeting[]
  /** By their number. */
  readonly lines: readonly BoardLine[]
  readonly carrier: BoardCarrier
  readonly service: ServiceState
  /** Callers who asked for help, the oldest first. */
  readonly help: readonly BoardHelp[]
  /** What takes longer than a look to be seen, the gravest first. */
  readonly alarms: readonly Alarm[]
}

/** Somebody asked for help. What they left to be called back is not in it. */
export type BoardHelp = Pick<HelpRequest, 'id' | 'stage' | 'hasNumber' | 'created' | 'taken'> & {
  /** The number of their line while their call goes on. */
  readonly line: number | undefined
}

export type BoardMeeting = {
  readonly id: string
  readonly opened: number
  readonly callers: number
  readonly hostThere: boolean
}

export type BoardLine = {
  readonly id: string
  readonly number: number
  readonly stage: Stage
  /** Since when it is there. */
  readonly since: number
  readonly kind: NumberKind
  /** Undefined outside meetings. */
  readonly talks: boolean | undefined
  readonly quality: LineQuality | undefined
}

/** How a line sounds, measured by our own switch; other carriers do not tell while a call goes on. */
export type LineQuality = {
  /** By the name it has in session descriptions: PCMA. */
  readonly codec: string
  readonly lossPercent: number
  readonly jitterMs: number
  /** Estimated mean opinion score, 1 to 4.5 (ITU-T G.107). */
  readonly mos: number
}

export type BoardCarrier = {
  readonly kind: 'built-in' | 'twilio'
  readonly health: CarrierHealth
  /** Requests of the carrier that went wrong on our side within the last ten minutes. */
  readonly faults: number
}

export type CarrierHealth = {
  readonly is: 'answers' | 'silent' | 'unknown'
  /** Since when, ms since 1970. */
  readonly since: number
}

/** Everything that a board is made of. */
export type Seen = {
  readonly at: number
  readonly callers: readonly Caller[]
  readonly meetings: readonly Meeting[]
  readonly help: readonly HelpRequest[]
  /** What requests for help know a call by. */
  readonly helpLine: (call: string) => string
  readonly talks: (call: string) => boolean
  readonly quality: (call: string) => LineQuality | undefined
  /** A name that says nothing, the same for the same call or meeting as long as it lasts. */
  readonly opaque: (id: string) => string
  readonly capacity: number | undefined
  readonly carrier: BoardCarrier
  readonly alarms?: readonly Alarm[]
  readonly service: ServiceState
}

export function board({ callers, meetings, help, helpLine, ...seen }: Seen): Board {
  const lines = callers
    .flatMap((caller) => lineOf(caller, seen) ?? [])
    .sort((a, b) => a.number - b.number || a.since - b.since)
  const byMeeting = Map.groupBy(callers, ({ meeting }) => meeting)
  const count = Object.fromEntries(stages.map((stage) => [stage, 0])) as Record<Stage, number>
  for (const { stage } of lines) count[stage] += 1
  return {
    at: seen.at,
    inUse: lines.length,
    capacity: seen.capacity,
    stages: count,
    meetings: meetings
      .map((meeting) => meetingOf(meeting, byMeeting.get(meeting.id) ?? [], seen))
      .sort((a, b) => a.opened - b.opened),
    lines,
    carrier: seen.carrier,
    service: seen.service,
    help: helpOf(help, callers, helpLine),
    alarms: seen.alarms ?? [],
  }
}

type Sight = Omit<Seen, 'callers' | 'meetings' | 'help' | 'helpLine'>

function helpOf(
  help: readonly HelpRequest[],
  callers: readonly Caller[],
  helpLine: Seen['helpLine'],
): readonly BoardHelp[] {
  if (help.length === 0) return []
  const lines = new Map(callers.map(({ call, shown }) => [helpLine(call), shown.line]))
  return help.map(({ id, stage, hasNumber, created, taken, line }) => {
    return { id, stage, hasNumber, created, taken, line: lines.get(line) }
  })
}

/** How many wait for somebody to take them. */
export function helpOpen({ help }: Pick<Board, 'help'>): number {
  return help.filter(({ taken }) => taken === undefined).length
}

function lineOf(
  { call, state, shown }: Caller,
  { talks, quality, opaque }: Sight,
): BoardLine | undefined {
  if (shown.kind === testKind) return undefined
  const stage = stageOf(state)
  return {
    id: opaque(call),
    number: shown.line,
    stage,
    since: shown.since,
    kind: shown.kind,
    talks: stage === 'meeting' ? talks(call) : undefined,
    quality: quality(call),
  }
}

function meetingOf(
  { id, opened }: Meeting,
  callers: readonly Caller[],
  { opaque }: Sight,
): BoardMeeting {
  const inside = callers.flatMap(({ state }) => insideOf(state) ?? [])
  return {
    id: opaque(id),
    opened,
    callers: inside.length,
    hostThere: inside.some(({ role }) => role === 'host'),
  }
}

/** The board as staff get it: made when somebody looks, told when something has changed. */
export type LiveBoard = {
  show(): Promise<Board>
  /** As it is after what the asker has just done; whoever looks hears of it too. */
  showAnew(): Promise<Board>
  /** Calls back soon after anything may have changed, once for many changes. Stops when the answer is called. */
  listen(changed: () => void): () => void
  /** The call of this name, while it goes on. */
  callOf(id: string): Promise<string | undefined>
  /** The meeting of this name, while it goes on. */
  meetingOf(id: string): Promise<string | undefined>
}
