import { randomBytes } from 'node:crypto'
import { beginCall, type BeginNeeds } from './begin.ts'
import { endParameters, partiesOf } from './parameters.ts'
import type { CallRecord, CallRecords } from './records.ts'
import { trafficCount, type Traffic } from './traffic.ts'
import { rfc2822 } from '../conference/events.ts'
import { makeCall, type Call } from './call.ts'
import type { Log } from '../log.ts'
import type { SipCall } from '../sip/call.ts'
import { makeDetours, type Detours } from '../twiml/detours.ts'

/** Ended calls that the REST interface still shows; the oldest are forgotten first. */
export const endedCallsKeptMax = 1_000
const ticksPerLook = 50

export type CallsNeeds = BeginNeeds & {
  readonly accountSid: string
  readonly conferences: { tick(): void }
  /** A call was answered: there is something to tick. */
  readonly wake: () => void
  /** Monotonic, ms. */
  readonly now: () => number
  /** ms since the epoch. */
  readonly wallClock: () => number
}

export type Calls = CallRecords & {
  /** A new INVITE. */
  take(sip: SipCall): void
  /** 20 ms of all calls. False when none is up. */
  tick(): boolean
  /** What all calls have carried, those that are over too. */
  traffic(): Traffic
  /** Ends all calls. */
  end(): void
}

type Running = { readonly call: Call; readonly detours: Detours }

/**
 *   INVITE ──▶ line ──▶ 180 ──▶ documents ──▶ over: status callback, kept as a record
 *
 *   each 20 ms:   mouth ◀─ line.listen()    conferences.tick()    line.speak() ◀─ prompts over ear.room
 */
export function makeCalls(needs: CallsNeeds): Calls {
  const { log } = needs
  const running = new Map<string, Running>()
  const ended = new Map<string, CallRecord>()
  const traffic = trafficCount()

  function over(sid: string): void {
    const call = running.get(sid)?.call
    if (!call) return
    running.delete(sid)
    traffic.over(call.record.status, call.carried())
    keep(ended, call.record)
    log.info({ call: sid, status: call.record.status, line: call.describe() }, 'call ended')
    void tellEnd(call, needs)
  }

  function take(sip: SipCall): void {
    const sid = `CA${randomBytes(16).toString('hex')}`
    const { phoneNumber } = needs.number.current()
    const ended = () => {
      over(sid)
    }
    const parties = partiesOf(sip, phoneNumber)
    const call = makeCall({ ...needs, sid, sip, parties, answered: needs.wake, ended })
    const detours = makeDetours()
    running.set(sid, { call, detours })
    sip.listen(call.listener)
    log.info({ call: sid, transport: sip.source.transport }, 'call comes in')
    beginCall(call, detours, sip, needs).catch((bug: unknown) => {
      endWithBug(call, bug, log)
    })
  }

  return {
    take,
    tick: makeTick(running, needs),
    ...records(running, ended),
    traffic: () => traffic.now(Array.from(running.values(), ({ call }) => call.carried())),
    end() {
      for (const { call } of running.values()) call.leg.hangUp()
    },
  }
}

function makeTick(running: ReadonlyMap<string, Running>, { conferences, log }: CallsNeeds) {
  let ticks = 0

  /** A bug in the sound of one call ends that call, and the others never notice. */
  function each(step: (call: Call) => void): void {
    for (const { call } of running.values()) {
      try {
        step(call)
      } catch (bug) {
        endWithBug(call, bug, log)
      }
    }
  }

  function tickConferences(): void {
    try {
      conferences.tick()
    } catch (bug) {
      if (ticks % ticksPerLook === 0) log.error({ stack: stackOf(bug) }, 'a bug in the conferences')
    }
  }

  function endDead(call: Call): void {
    if (!call.isDead()) return
    log.warn({ call: call.leg.sid, line: call.describe() }, 'no sound comes any more; call ended')
    call.leg.hangUp()
  }

  return (): boolean => {
    each(hear)
    tickConferences()
    each(speak)
    ticks++
    if (ticks % ticksPerLook === 0) each(endDead)
    return running.size > 0
  }
}

function hear(call: Call): void {
  call.hear()
}

function speak(call: Call): void {
  call.speak()
}

function records(
  running: ReadonlyMap<string, Running>,
  ended: Map<string, CallRecord>,
): CallRecords {
  return {
    find: (sid) => running.get(sid)?.call.record ?? ended.get(sid),
    list() {
      const up = Array.from(running.values(), ({ call }) => call.record)
      return [...ended.values(), ...up].sort((one, other) => other.dateCreated - one.dateCreated)
    },
    qualities: () =>
      Array.from(running.values()).flatMap(({ call }) => {
        const quality = call.quality()
        return quality ? [{ sid: call.leg.sid, ...quality }] : []
      }),
    detour(sid, to) {
      running.get(sid)?.detours.send(to)
      return running.has(sid)
    },
    complete(sid) {
      const found = running.get(sid)
      found?.call.leg.hangUp()
      return found !== undefined
    },
    forget: (sid) => ended.delete(sid),
  }
}

function keep(ended: Map<string, CallRecord>, record: CallRecord): void {
  ended.set(record.sid, record)
  for (const oldest of ended.keys()) {
    if (ended.size <= endedCallsKeptMax) break
    ended.delete(oldest)
  }
}

/** The number's StatusCallback, once, at the end. Nobody waits for it. */
async function tellEnd({ leg, record }: Call, needs: CallsNeeds): Promise<void> {
  const { statusCallback, statusCallbackMethod } = needs.number.current()
  if (statusCallback === '') return
  const timestamp = rfc2822(needs.wallClock())
  const parameters = { ...leg.parameters(), ...endParameters(record, timestamp) }
  try {
    await needs.webhooks.ask(statusCallback, statusCallbackMethod, parameters)
  } catch (error) {
    needs.log.warn({ call: leg.sid, code: 15003, why: String(error) }, 'status callback failed')
  }
}

/** One call ends; the process, and with it all others, goes on whatever happens here. */
function endWithBug(call: Call, bug: unknown, log: Log): void {
  log.error({ call: call.leg.sid, stack: stackOf(bug) }, 'a bug ends this call')
  try {
    call.leg.hangUp()
  } catch (another) {
    log.error({ call: call.leg.sid, stack: stackOf(another) }, 'a bug in ending a call')
  }
}

function stackOf(bug: unknown): string {
  return (bug instanceof Error ? bug.stack : undefined) ?? String(bug)
}
