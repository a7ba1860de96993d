import type { Twilio } from 'twilio'
import type { Guarded } from './breaker.ts'
import { overStatuses } from '../forms.ts'
import {
  failureOf,
  inOrder,
  insist,
  usualPatience,
  type Outcome,
  type Patience,
  type Wish,
} from './patience.ts'
import type { PhoneSettings } from '../settings.ts'

/**
 * What we ask of the carrier over REST. Everything that changes something says how it shall be in the end, so it
 * may be asked for again: `gone` means that call or conference is over and nothing is left to be changed. What is
 * asked for one call, or one conference, happens in that order. Every method throws when the carrier
 * refuses or stays unreachable.
 */
export type Phone = {
  /** Who is in the conferences of this name now; nobody when there is none. */
  whoIsIn(conferenceName: string): Promise<readonly Present[]>
  /** Whether the carrier knows this call as going on. */
  isLive(call: string): Promise<boolean>
  /** What the carrier knows of a call that is over; nothing when it has forgotten it. */
  endOf(call: string): Promise<EndOfCall>
  setMuted(seat: Seat, muted: boolean): Promise<Outcome>
  /** Plays a document to everybody. `gone` also when fewer than two are connected. Never played twice. */
  announceToAll(conferenceName: string, url: string): Promise<Outcome>
  announceTo(seat: Seat, url: string): Promise<Outcome>
  /** Takes a caller out of the conference; the carrier then asks for what comes after it, a goodbye. */
  remove(seat: Seat): Promise<Outcome>
  /** Deletes what the carrier keeps of a call that is over; it may need some time before it can. */
  deleteRecord(call: string): Promise<Outcome | 'not-yet'>
  /** Ends a call without another word. */
  hangUp(call: string): Promise<Outcome>
  /** Ends it for everybody; each call goes on with what comes after the conference. */
  endConference(conferenceName: string): Promise<Outcome>
  /**
   * The call leaves what it is doing, its conference too, and goes on with this document. May be asked for
   * twice, so the address must bear that.
   */
  redirect(call: string, url: string): Promise<Outcome>
}

/** `from` as carriers write it; both are undefined when nobody knows. */
export type EndOfCall = {
  /** ms since 1970. */
  readonly at: number | undefined
  readonly from: string | undefined
}

/** Where somebody is: the carrier's name for this sitting of the conference (`CF…`), and the call. */
export type Seat = { readonly conference: string; readonly call: string }

export type Present = Seat & { readonly muted: boolean }

/** Participants of a conference (Twilio: 250), and a page of them. */
const participantsMax = 250
/** Twilio: nobody is connected to anybody, so there is nobody to announce anything to. */
const notConnectedCode = 16001
/** Twilio: a call can only be deleted when it is finished everywhere. */
const notFinishedCode = 20009

/** The carrier's REST interface. Its client takes 100 ms to load, so that happens when it is first used. */
export function openPhone(settings: PhoneSettings, patience: Patience = usualPatience): Phone {
  let loading: Promise<Twilio> | undefined
  const carrier = () => (loading ??= connect(settings, patience))
  return { ...readings(carrier, patience.guard), ...changes(carrier, patience) }
}

type Carrier = () => Promise<Twilio>

type Readings = Pick<Phone, 'whoIsIn' | 'isLive' | 'endOf'>

function readings(carrier: Carrier, guard: Guarded): Readings {
  const { whoIsIn, isLive, endOf } = unguarded(carrier)
  return {
    whoIsIn: (name) => guard(() => whoIsIn(name)),
    isLive: (call) => guard(() => isLive(call)),
    endOf: (call) => guard(() => endOf(call)),
  }
}

function unguarded(carrier: Carrier): Readings {
  return {
    async whoIsIn(friendlyName) {
      const client = await carrier()
      const conferences = await client.conferences.list({ friendlyName, status: 'in-progress' })
      const lists = await Promise.all(
        conferences.map(({ sid }) =>
          goneIsEmpty(client.conferences(sid).participants.list({ limit: participantsMax })),
        ),
      )
      return lists.flat().map(({ conferenceSid, callSid, muted }) => ({
        conference: conferenceSid,
        call: callSid,
        muted,
      }))
    },
    async isLive(call) {
      const client = await carrier()
      const found = await goneIsEmpty(
        client
          .calls(call)
          .fetch()
          .then(({ status }) => [status]),
      )
      return found.some(isLiveStatus)
    },
    async endOf(call) {
      const client = await carrier()
      const [end] = await goneIsEmpty(
        client
          .calls(call)
          .fetch()
          .then(({ endTime, from }) => [{ endTime, from }]),
      )
      // The carrier's library makes a date of whatever is there, nothing too.
      const at = end?.endTime instanceof Date ? end.endTime.getTime() : NaN
      return { at: Number.isFinite(at) ? at : undefined, from: end?.from }
    },
  }
}

function changes(carrier: Carrier, patience: Patience): Omit<Phone, keyof Readings> {
  const orderly = inOrder()
  const participant = async ({ conference, call }: Seat) =>
    (await carrier()).conferences(conference).participants(call)
  const theCall = async (call: string) => (await carrier()).calls(call)
  const theConference = async (sid: string) => (await carrier()).conferences(sid)

  const insistOn = (line: string, ask: Wish['ask'], ifUnknown: Wish['ifUnknown']) =>
    orderly(line, () => insist({ ask, ifUnknown }, patience))

  /** There may be one conference of this name or none. */
  const named = (friendlyName: string, work: (sid: string) => Promise<Outcome>) =>
    orderly(friendlyName, async () => {
      let sids: readonly string[] = []
      const ask = async () => {
        const client = await carrier()
        const found = await client.conferences.list({ friendlyName, status: 'in-progress' })
        sids = found.map(({ sid }) => sid)
      }
      await insist({ ask, ifUnknown: 'ask-again' }, patience)
      const outcomes = await Promise.all(sids.map(work))
      return outcomes.includes('done') ? 'done' : 'gone'
    })

  return {
    setMuted(seat, muted) {
      const ask = async () => (await participant(seat)).update({ muted })
      const isSo = async () => (await (await participant(seat)).fetch()).muted === muted
      return insistOn(seat.call, ask, isSo)
    },
    announceToAll: (name, announceUrl) =>
      named(name, (sid) =>
        announced(async () => (await theConference(sid)).update({ announceUrl }), patience),
      ),
    announceTo: (seat, announceUrl) =>
      orderly(seat.call, () =>
        announced(async () => (await participant(seat)).update({ announceUrl }), patience),
      ),
    remove: (seat) =>
      insistOn(seat.call, async () => (await participant(seat)).remove(), 'ask-again'),
    hangUp(call) {
      const ask = async () => (await theCall(call)).update({ status: 'completed' })
      const isSo = async () => !isLiveStatus((await (await theCall(call)).fetch()).status)
      return insistOn(call, ask, isSo)
    },
    async deleteRecord(call) {
      try {
        return await insistOn(call, async () => (await theCall(call)).remove(), 'ask-again')
      } catch (error) {
        if (codeOf(error) === notFinishedCode) return 'not-yet'
        throw error
      }
    },
    endConference: (name) =>
      named(name, (sid) => {
        const ask = async () => (await theConference(sid)).update({ status: 'completed' })
        const isSo = async () => (await (await theConference(sid)).fetch()).status === 'completed'
        return insist({ ask, ifUnknown: isSo }, patience)
      }),
    redirect: (call, url) =>
      insistOn(
        call,
        async () => (await theCall(call)).update({ url, method: 'POST' }),
        'ask-again',
      ),
  }
}

/** What may have been said is not said again; to nobody nothing needs to be said. */
async function announced(ask: () => Promise<unknown>, patience: Patience): Promise<Outcome> {
  try {
    return await insist({ ask, ifUnknown: 'give-up' }, patience)
  } catch (error) {
    if (codeOf(error) === notConnectedCode) return 'gone'
    throw error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function isLiveStatus(status: string): boolean {
  return !overStatuses.some((over) => over === status)
}

async function connect(
  { accountSid, apiKeySid, apiKeySecret, apiUrl }: PhoneSettings,
  { timeoutMs: timeout }: Patience,
): Promise<Twilio> {
  const { default: twilio } = await import('twilio')
  // Without `env` it would read TWILIO_REGION itself and put it into every address once more.
  const client = twilio(apiKeySid, apiKeySecret, { accountSid, timeout, env: {} })
  if (apiUrl !== undefined) client.api.baseUrl = apiUrl.href.replace(/\/$/, '')
  return client
}

async function goneIsEmpty<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked
  } catch (error) {
    if (failureOf(error) === 'gone') return []
    throw error
  }
}
