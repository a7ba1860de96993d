import { randomBytes } from 'node:crypto'
import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'

/*
 * A pretend Twilio for fast tests: it signs webhooks, reads the documents it gets and has callers who
 * press keys. Keys pressed ahead wait for the next question, as with the real one (Twilio, Gather).
 */

export type Account = {
  readonly publicUrl: URL
  readonly accountSid: string
  readonly authToken: string
}

/** Everybody calls from a telephone of their own, unless a test says otherwise. */
const firstNumber = 4_930_900_000_000
let numbersGiven = 0
export const freshNumber = (): string => `+${firstNumber + numbersGiven++}`
const somebody = freshNumber()

export type Answer = { readonly status: number; readonly body: string }
type Form = Readonly<Record<string, string>>

export type PretendCarrier = ReturnType<typeof pretendCarrier>
export type PretendCall = Awaited<ReturnType<PretendCarrier['dial']>>

const sid = (kind: string) => kind + randomBytes(16).toString('hex')

export function pretendCarrier(account: Account) {
  const { publicUrl, accountSid, authToken } = account
  const conferences = new Map<string, { sid: string; sequence: number }>()

  /** Asks the app: the fragment is for the carrier and is neither sent nor signed. */
  async function ask(url: string, form: Form, token = authToken): Promise<Answer> {
    const [address = ''] = url.split('#')
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
        ...(token === ''
          ? {}
          : { 'X-Twilio-Signature': getExpectedTwilioSignature(token, address, form) }),
      },
      body: new URLSearchParams(form),
    })
    return { status: response.status, body: await response.text() }
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
    const conference = conferences.get(name) ?? { sid: sid('CF'), sequence: 0 }
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

  /** `from` as Twilio says it: E.164, or a word for a withheld number. */
  async function dial(from = freshNumber()) {
    const call = pretendCall(sid('CA'), from)
    await call.follow(path('/voice/answer'), callForm(call.sid, 'ringing', {}, from))
    return call
  }

  function pretendCall(callSid: string, from: string) {
    const requests: { url: string; form: Form; answer: Answer }[] = []
    let document: Document = { is: 'over', heard: '' }
    let ahead = ''
    let keyed = ''
    let waitsAt = ''

    const call = {
      sid: callSid,
      requests,
      /** What the caller heard since the last request. */
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
      /** Where the next request would go. */
      get next() {
        return document.is === 'over' ? '' : document.action
      },
      /** How long the question waits for the next key. */
      get patienceSeconds() {
        return document.is === 'gather' ? document.timeoutSeconds : Infinity
      },
      form: (more: Form = {}) => callForm(callSid, 'in-progress', more, from),
      async follow(url: string, form: Form): Promise<Answer> {
        const answer = await ask(url, form)
        requests.push({ url, form, answer })
        if (answer.status !== 200) throw new Error(`${new URL(url).pathname}: ${answer.status}`)
        keyed = ''
        document = read(answer.body)
        if (document.is === 'conference') {
          ahead = ''
          waitsAt = document.waitUrl
          const { statusCallback, name, muted } = document
          await ask(statusCallback, news(name, 'participant-join', callSid, { Muted: muted }))
        }
        return answer
      },
      /** Keys, one after the other, as fast as the caller likes. In a conference only `*` is a key. */
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
      /** The patience of the question runs out. */
      async waits() {
        await digits('')
      },
      /** What is played to somebody who is alone or waits in a conference; the next document of it each time. */
      async listensWhileWaiting() {
        if (document.is !== 'conference' || waitsAt === '') return
        const answer = await ask(waitsAt, call.form())
        requests.push({ url: waitsAt, form: call.form(), answer })
        waitsAt = redirectIn(answer.body)
      },
      async pressesStar() {
        if (document.is !== 'conference') throw new Error('not in a conference')
        const { statusCallback, name, action } = document
        await ask(statusCallback, news(name, 'participant-leave', callSid))
        await call.follow(action, call.form({ DialCallStatus: 'answered' }))
      },
      async hangsUp() {
        if (document.is === 'conference') {
          const { statusCallback, name } = document
          await ask(statusCallback, news(name, 'participant-leave', callSid))
        }
        await ask(
          path('/voice/status'),
          callForm(callSid, 'completed', { CallDuration: '60' }, from),
        )
        document = { is: 'over', heard: '' }
      },
    }

    async function digits(finishedOn: string) {
      if (document.is !== 'gather') throw new Error('nobody asks for keys')
      const more: Record<string, string> = { FinishedOnKey: finishedOn, msg: 'Gather End' }
      if (keyed !== '') more['Digits'] = keyed
      await call.follow(document.action, call.form(more))
    }

    return call
  }

  return { ask, path, callForm, news, dial }
}

type Document =
  | {
      readonly is: 'gather'
      readonly heard: string
      readonly action: string
      readonly numDigits: number
      readonly finishOnKey: string
      readonly timeoutSeconds: number
    }
  | {
      readonly is: 'conference'
      readonly heard: string
      readonly action: string
      readonly name: string
      readonly statusCallback: string
      readonly muted: string
      readonly waitUrl: string
      readonly hangupOnStar: boolean
    }
  | { readonly is: 'over'; readonly heard: string }

function read(xml: string): Document {
  const verbs = elements(parseXml(xml).root ?? new XmlElement('Response'))
  const gather = verbs.find(({ name }) => name === 'Gather')
  const dial = verbs.find(({ name }) => name === 'Dial')
  const heard = words(gather === undefined ? verbs : elements(gather))
  if (gather !== undefined) {
    const {
      action = '',
      numDigits = 'Infinity',
      finishOnKey = '#',
      timeout = '5',
    } = gather.attributes
    return {
      is: 'gather',
      heard,
      action,
      numDigits: Number(numDigits),
      finishOnKey,
      timeoutSeconds: Number(timeout),
    }
  }
  const conference = dial && elements(dial).find(({ name }) => name === 'Conference')
  if (dial !== undefined && conference !== undefined) {
    const { statusCallback = '', muted = 'false', waitUrl = '' } = conference.attributes
    return {
      is: 'conference',
      heard,
      action: dial.attributes['action'] ?? '',
      name: conference.text,
      statusCallback,
      muted,
      waitUrl,
      hangupOnStar: dial.attributes['hangupOnStar'] === 'true',
    }
  }
  return { is: 'over', heard }
}

const redirectIn = (xml: string): string =>
  elements(parseXml(xml).root ?? new XmlElement('Response')).find(({ name }) => name === 'Redirect')
    ?.text ?? ''

const elements = (of: XmlElement) => of.children.filter((child) => child instanceof XmlElement)

const words = (verbs: readonly XmlElement[]) =>
  verbs
    .filter(({ name }) => name === 'Say')
    .flatMap(({ children }) => children.filter((child) => child instanceof XmlText))
    .map(({ text }) => text)
    .join(' ')
