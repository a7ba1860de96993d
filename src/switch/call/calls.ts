import { randomBytes } from 'node:crypto'
import { beginCall, type BeginNeeds } from './begin.ts'
import { endParameters, partiesOf } from './parameters.ts'
import type { CallRecord, CallRecords } from './records.ts'
import { paced } from './paced.ts'
import { trafficCount, type Traffic } from './traffic.ts'
import { rfc2822 } from '../conference/events.ts'
import { stackOf, type Log } from '../log.ts'
import { makeCall, type Call } from './call.ts'
import { endWithBug, hangUpAnyhow, soundListener, type Running } from './running.ts'
import type { Sound } from '../media/frame.ts'
import type { SipCall } from '../sip/call/call.ts'
import { makeDetours } from '../twiml/detours.ts'
import type { TrunkBook } from '../trunks.ts'

/** Ended calls that the REST interface still shows; the oldest are forgotten first. */
export const endedCallsKeptMax = 1_000

export type CallsNeeds = BeginNeeds & {
  readonly accountSid: string
  readonly trunks: Pick<TrunkBook, 'numbersAt'>
  /** Monotonic, ms. */
  readonly now: () => number
  /** ms since the epoch. */
  readonly wallClock: () => number
}

export type Calls = CallRecords & {
  /** A new INVITE. */
  take(sip: SipCall): void
  /** What all calls have carried, those that are over too. */
  traffic(): Traffic
  /** Says this to every caller and ends their calls; not waited for. */
  endWith(lastWords: Sound): void
  /** Resolves as soon as no call is up, at once when none is. */
  empty(): Promise<void>
  /** Ends all calls. */
  end(): void
}

/**
 *   INVITE ──▶ line ──▶ 180 ──▶ documents ──▶ over: status callback, kept as a record
 */
export function makeCalls(needs: CallsNeeds): Calls {
  const { log } = needs
  const running = new Map<string, Running>()
  const ended = new Map<string, CallRecord>()
  const traffic = trafficCount()
  const begin = paced()
  let whenEmpty: (() => void)[] = []

  function over(sid: string): void {
    const call = running.get(sid)?.call
    if (!call) return
    running.delete(sid)
    traffic.over(call.record.status, call)
    keep(ended, call.record)
    void logEnd(call, log)
    void tellEnd(call, needs)
    if (running.size > 0) return
    for (const tell of whenEmpty) tell()
    whenEmpty = []
  }

  function take(sip: SipCall): void {
    const sid = `CA${randomBytes(16).toString('hex')}`
    const { phoneNumber, others } = needs.number.current()
    const ended = () => {
      over(sid)
    }
    const answered = () => {
      log.info({ call: sid, line: call.describe() }, 'call answered')
    }
    const parties = partiesOf(sip, phoneNumber, needs.trunks.numbersAt(sip.source), others)
    const call = makeCall({ ...needs, sid, sip, parties, answered, ended })
    const detours = makeDetours()
    const one: Running = { call, detours, troubleSound: needs.troubleSound, broken: false }
    running.set(sid, one)
    sip.listen({
      ...call.listener,
      broke(bug) {
        endWithBug(one, bug, log)
      },
    })
    const { transport, trunk } = sip.source
    log.info({ call: sid, transport, ...(trunk && { trunk }) }, 'call comes in')
    begin(() => {
      if (call.leg.gone.aborted) return
      const listener = soundListener(one, log)
      beginCall(call, detours, sip, { ...needs, listener }).catch((bug: unknown) => {
        log.error({ call: sid, stack: stackOf(bug) }, 'a bug ends this call')
        hangUpAnyhow(one, log)
      })
    })
  }

  return {
    take,
    ...records(running, ended),
    traffic: () => traffic.now(Array.from(running.values(), ({ call }) => call.carried())),
    endWith(lastWords) {
      for (const { detours } of running.values()) detours.send({ lastWords })
    },
    empty: () =>
      new Promise((resolve) => {
        if (running.size === 0) resolve()
        else whenEmpty.push(resolve)
      }),
    end() {
      for (const { call } of running.values()) call.leg.hangUp()
    },
  }
}

async function logEnd(call: Call, log: Log): Promise<void> {
  const { sid, status } = call.record
  log.info({ call: sid, status, line: await call.describeEnd() }, 'call ended')
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

/** A copy, because a text that was cut out of the INVITE keeps the whole INVITE. */
function keep(ended: Map<string, CallRecord>, record: CallRecord): void {
  ended.set(record.sid, structuredClone(record))
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
    await needs.news.ask(statusCallback, statusCallbackMethod, parameters)
  } catch (error) {
    needs.log.warn({ call: leg.sid, code: 15003, why: String(error) }, 'status callback failed')
  }
}
