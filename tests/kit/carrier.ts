import { randomBytes } from 'node:crypto'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { readDocument, type Document } from './carrier-document.ts'
import { mustBeGood } from './twiml-table.ts'
import type { Answer, Form, PretendCall } from './pretend-call.ts'

export type { PretendCall } from './pretend-call.ts'

/*
 * A pretend Twilio for fast tests: it signs webhooks, reads the documents it gets and has callers who
 * press keys. Keys pressed ahead wait for the next question, as with the real one (Twilio, Gather).
 */

export type Account = {
  readonly publicUrl: URL
  readonly accountSid: string
  readonly authToken: string
  /** Where the app really listens, when its public address leads to nobody in a test. */
  readonly reachedAt?: URL
}

/** Everybody calls from a telephone of their own, unless a test says otherwise. */
const firstNumber = 4_930_900_000_000
let numbersGiven = 0
export const freshNumber = (): string => `+${firstNumber + numbersGiven++}`
const somebody = freshNumber()

/** One sitting: it goes with the last one out, and the next has another name. */
type Conference = { readonly sid: string; sequence: number; readonly muted: Map<string, boolean> }

export type PretendCarrier = ReturnType<typeof pretendCarrier>

const isXml = ({ headers }: Response) =>
  headers.get('content-type')?.startsWith('text/xml') === true
const sid = (kind: string) => kind + randomBytes(16).toString('hex')

export function pretendCarrier(account: Account) {
  const { publicUrl, accountSid, authToken, reachedAt } = account
  const conferences = new Map<string, Conference>()
  const calls = new Map<string, PretendCall>()
  /** Calls whose end nobody was told of. */
  const ended = new Map<string, { readonly at: number; readonly from: string }>()
  /** Conferences and calls that were, by their sids. */
  const past = new Set<string>()
  /** How often each webhook about a call is delivered. */
  let copies = 1
  /** Where conference callbacks go: to the app at once, or where a test wants them. */
  let tell = async (url: string, form: Form): Promise<void> => {
    await ask(url, form)
  }

  /** Asks the app: the fragment is for the carrier and is neither sent nor signed. */
  async function ask(url: string, form: Form, token = authToken): Promise<Answer> {
    const [address = ''] = url.split('#')
    const { pathname, search } = new URL(address)
    const there = reachedAt === undefined ? address : new URL(pathname + search, reachedAt)
    const response = await fetch(there, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
        ...(token === ''
          ? {}
          : { 'X-Twilio-Signature': getExpectedTwilioSignature(token, address, form) }),
      },
      body: new URLSearchParams(form),
    })
    const answer = { status: response.status, body: await response.text() }
    if (isXml(response)) mustBeGood(pathname, answer.body)
    return answer
  }

  const path = (at: string) => new URL(at, publicUrl).href

  /** The parameters of every request about a call (Twilio, request parameters). */
  const callForm = (call: string, CallStatus: string, more: Form = {}, from = somebody): Form => ({
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallSid: call,
    CallStatus,
    Called: '+4930999',
    Caller: from,
    Direction: 'inbound',
    From: from,
    FromCity: '',
    To: '+4930999',
    ...more,
  })

  /** A conference callback; the numbers count up per conference unless a test says otherwise. */
  function news(name: string, event: string, call: string | undefined, more: Form = {}): Form {
    const conference = conferences.get(name) ?? {
      sid: sid('CF'),
      sequence: 0,
      muted: new Map<string, boolean>(),
    }
    conference.sequence += 1
    conferences.set(name, conference)
    return {
      AccountSid: accountSid,
      ConferenceSid: conference.sid,
      FriendlyName: name,
      SequenceNumber: String(conference.sequence),
      StatusCallbackEvent: event,
      Timestamp: 'Tue, 24 Nov 2026 18:00:00 +0000',
      ...(call === undefined ? {} : { CallSid: call, Muted: 'false', Hold: 'false' }),
      ...more,
    }
  }

  /** `from` as Twilio says it: E.164, or a word for a withheld number; `To` where it is not the usual number. */
  async function dial(from = freshNumber(), To = '+4930999'): Promise<PretendCall> {
    const call = pretendCall(sid('CA'), from, To)
    calls.set(call.sid, call)
    await call.follow(path('/voice/answer'), callForm(call.sid, 'ringing', { To }, from))
    return call
  }

  function pretendCall(callSid: string, from: string, To: string): PretendCall {
    const requests: { url: string; form: Form; answer: Answer }[] = []
    let document: Document = { is: 'over', heard: '' }
    let ahead = ''
    let keyed = ''
    let waitsAt = ''

    const call: PretendCall = {
      sid: callSid,
      requests,
      get hears() {
        return document.heard
      },
      get at() {
        return document.is
      },
      get document() {
        return requests.at(-1)?.answer.body ?? ''
      },
      get conference() {
        return document.is === 'conference' ? document.name : ''
      },
      get next() {
        return document.is === 'over' ? '' : document.action
      },
      get patienceSeconds() {
        return document.is === 'gather' ? document.timeoutSeconds : Infinity
      },
      form: (more: Form = {}) => callForm(callSid, 'in-progress', { To, ...more }, from),
      async follow(url: string, form: Form): Promise<Answer> {
        const answers: Answer[] = []
        for (let copy = 0; copy < copies; copy++) answers.push(await ask(url, form))
        const [answer = { status: 0, body: '' }] = answers
        if (answers.some(({ body }) => body !== answer.body))
          throw new Error(`${url}: not the same`)
        requests.push({ url, form, answer })
        if (answer.status !== 200) throw new Error(`${new URL(url).pathname}: ${answer.status}`)
        keyed = ''
        document = readDocument(answer.body)
        if (document.is === 'conference') {
          ahead = ''
          waitsAt = document.waitUrl
          const { statusCallback, name, muted } = document
          const join = news(name, 'participant-join', callSid, { Muted: muted })
          conferences.get(name)?.muted.set(callSid, muted === 'true')
          await tell(statusCallback, join)
        }
        return answer
      },
      async presses(keys: string) {
        let typed = keys.replaceAll(' ', '')
        if (document.is === 'conference') {
          if (!document.hangupOnStar || !typed.includes('*')) return
          typed = typed.slice(typed.indexOf('*') + 1)
          await call.pressesStar()
        }
        ahead += typed
        while (document.is === 'gather' && ahead !== '') {
          const key = ahead.slice(0, 1)
          ahead = ahead.slice(1)
          const ended = key === document.finishOnKey
          if (!ended) keyed += key
          if (ended || keyed.length === document.numDigits) await digits(ended ? key : '')
        }
      },
      async waits() {
        await digits('')
      },
      async listensWhileWaiting() {
        if (document.is !== 'conference' || waitsAt === '') return
        const answer = await ask(waitsAt, call.form())
        requests.push({ url: waitsAt, form: call.form(), answer })
        const played = readDocument(answer.body)
        waitsAt = played.is === 'round' ? played.action : ''
      },
      async hearsOut() {
        if (document.is === 'round') await call.follow(document.action, call.form())
      },
      async pressesStar() {
        if (document.is !== 'conference') throw new Error('not in a conference')
        const { action } = document
        await leaves()
        await call.follow(action, call.form({ DialCallStatus: 'answered' }))
      },
      async hangsUp() {
        if (document.is === 'conference') await leaves('participant_hung_up')
        document = { is: 'over', heard: '' }
        calls.delete(callSid)
        past.add(callSid)
        await ask(
          path('/voice/status'),
          callForm(callSid, 'completed', { CallDuration: '60' }, from),
        )
      },
      vanishes(at: number) {
        if (document.is === 'conference') conferences.get(document.name)?.muted.delete(callSid)
        document = { is: 'over', heard: '' }
        calls.delete(callSid)
        ended.set(callSid, { at, from })
      },
      async isSentOut(reason: string) {
        if (document.is !== 'conference') return
        const { action } = document
        await leaves(reason)
        await call.follow(action, call.form({ DialCallStatus: 'answered' }))
      },
      async isSentTo(url: string) {
        if (document.is === 'conference') await leaves('participant_updated_via_api')
        await call.follow(url, call.form())
      },
      async isMuted(muted: boolean) {
        if (document.is !== 'conference') return
        const { name, statusCallback } = document
        conferences.get(name)?.muted.set(callSid, muted)
        const event = muted ? 'participant-mute' : 'participant-unmute'
        await tell(statusCallback, news(name, event, callSid, { Muted: String(muted) }))
      },
    }

    /** Out of the conference, which ends with the last one. */
    async function leaves(ReasonParticipantLeft?: string) {
      if (document.is !== 'conference') return
      const { statusCallback, name } = document
      const more = ReasonParticipantLeft === undefined ? {} : { ReasonParticipantLeft }
      const leave = news(name, 'participant-leave', callSid, more)
      const left = conferences.get(name)?.muted
      left?.delete(callSid)
      const end = left?.size === 0 ? news(name, 'conference-end', undefined) : undefined
      if (end !== undefined) {
        past.add(end['ConferenceSid'] ?? '')
        conferences.delete(name)
      }
      document = { is: 'over', heard: '' }
      await tell(statusCallback, leave)
      if (end !== undefined) await tell(statusCallback, end)
    }

    async function digits(finishedOn: string) {
      if (document.is !== 'gather') throw new Error('nobody asks for keys')
      const more: Record<string, string> = { FinishedOnKey: finishedOn, msg: 'Gather End' }
      if (keyed !== '') more['Digits'] = keyed
      await call.follow(document.action, call.form(more))
    }

    return call
  }

  return {
    ask,
    path,
    callForm,
    news,
    dial,
    /** Calls that stand. */
    calls: calls as ReadonlyMap<string, PretendCall>,
    ended: ended as ReadonlyMap<string, { readonly at: number; readonly from: string }>,
    /** Conferences that go on, by name. */
    conferences: conferences as ReadonlyMap<string, Conference>,
    past: past as ReadonlySet<string>,
    /** From now on every webhook about a call is delivered so often; all answers must be the same. */
    repeats(times: number) {
      copies = times
    },
    /** Who is in the conference of this name now, and whether they are muted. */
    present(name: string) {
      const conference = conferences.get(name)
      return Array.from(conference?.muted ?? [], ([call, muted]) => ({
        conference: conference?.sid ?? '',
        call,
        muted,
      }))
    },
    /** Conference callbacks go there from now on, instead of to the app. */
    tellsInstead(there: (url: string, form: Form) => void) {
      tell = (url, form) => {
        there(url, form)
        return Promise.resolve()
      }
    },
  }
}
