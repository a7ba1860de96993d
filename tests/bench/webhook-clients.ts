import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { account } from '../kit/pretend-twilio.ts'
import { guestPin, publicUrl, roomNumber, roomsThere } from './webhook-servers.ts'

/*
 * The carrier's side of a call, over connections that stay open:
 *
 *   answer ─▶ room-number ─▶ pin ─▶ (in the conference) waiting · joined · speaks · is silent · gone ─▶ left ─▶ status
 */

/** What the rules of a call have to be read, decided and written for. */
const writing = ['answer', 'room-number', 'pin', 'joined', 'gone', 'left', 'status'] as const
/**
 * What changes no row: the document of whoever is alone, as often as it has been heard; who speaks; the last request once
 * more, which gets the stored answer. Most of what a meeting sends is of these.
 */
const reading = ['waiting', 'speaks', 'is silent', 'again'] as const
export const webhookKinds = [...writing, ...reading]
export type WebhookKind = (typeof webhookKinds)[number]

type Form = Readonly<Record<string, string>>
type Ask = (kind: WebhookKind, path: string, form: Form) => Promise<string>

/** Hears of every answer: how long it took. */
export type Heard = (kind: WebhookKind, ms: number) => void

/** One client: call after call while `goesOn`, each webhook to the next of these servers. */
export async function calls(ports: readonly number[], goesOn: () => boolean, heard: Heard) {
  using connections = await connected(ports)
  const ask = askingOn(connections.sockets, heard)
  while (goesOn()) {
    const call = aCall()
    const { name } = await comesIn(call, ask)
    await meets(call, name, ask)
    await goes(call, ask)
  }
}

/** One client: somebody is in a meeting, and only what changes nothing is asked for. */
export async function readings(ports: readonly number[], goesOn: () => boolean, heard: Heard) {
  using connections = await connected(ports)
  const silently = askingOn(connections.sockets, () => undefined)
  const ask = askingOn(connections.sockets, heard)
  const call = aCall()
  const { name, last } = await comesIn(call, silently)
  while (goesOn()) {
    await ask('waiting', waiting, call.form('in-progress'))
    await speaks(call, name, ask)
    await ask('again', last.path, last.form)
  }
  await goes(call, silently)
}

/**
 * So many calls begin at an even pace, whether or not the ones before are answered; each goes on every `stepMs`. The time of
 * a webhook counts from the moment it was due.
 */
export async function arrivals(
  port: number,
  { callsMax, everyMs, stepMs }: { callsMax: number; everyMs: number; stepMs: number },
  heard: Heard,
): Promise<void> {
  const idle: Socket[] = []
  async function one(beginsAt: number): Promise<void> {
    let due = beginsAt
    await until(due)
    const socket = idle.pop() ?? connect(port, '127.0.0.1').setNoDelay(true)
    if (socket.connecting) await once(socket, 'connect')
    const askNow = askingOn([socket], () => undefined)
    const ask: Ask = async (kind, path, form) => {
      await until(due)
      const answer = await askNow(kind, path, form)
      heard(kind, performance.now() - due)
      due += stepMs
      return answer
    }
    const call = aCall()
    const { name } = await comesIn(call, ask)
    await meets(call, name, ask)
    await goes(call, ask)
    idle.push(socket)
  }
  const begun = performance.now() + everyMs
  await Promise.all(Array.from({ length: callsMax }, (_, at) => one(begun + at * everyMs)))
  for (const socket of idle) socket.destroy()
}

const waiting = '/voice/waiting?locale=de&turn=1'

type Call = { readonly sid: string; form(CallStatus: string, more?: Form): Form }

/** Each has a telephone of its own: the same one would be taken for somebody who was cut off. */
function aCall(): Call {
  const sid = `CA${randomBytes(16).toString('hex')}`
  const From = `+4930${String(randomInt(1_000_000, 10_000_000))}`
  return {
    sid,
    form: (CallStatus, more = {}) => ({
      ...standard,
      ...{ From, Caller: From, CallSid: sid, CallStatus },
      ...more,
    }),
  }
}

async function comesIn(call: Call, ask: Ask) {
  const room = await ask('answer', '/voice/answer', call.form('ringing'))
  const Digits = roomNumber(randomInt(roomsThere))
  const pin = actionIn(
    await ask('room-number', actionIn(room), call.form('in-progress', { Digits })),
  )
  const form = call.form('in-progress', { Digits: guestPin })
  const document = await ask('pin', pin, form)
  const name = />([0-9a-f]{32})<\/Conference>/.exec(document)?.[1] ?? '0'.repeat(32)
  left.set(call, actionIn(document))
  return { name, last: { path: pin, form } }
}

/** Where the carrier asks when somebody is out of the conference. */
const left = new WeakMap<Call, string>()

async function meets(call: Call, name: string, ask: Ask): Promise<void> {
  await ask('waiting', waiting, call.form('in-progress'))
  await ask('joined', '/voice/conference', news(call, name, 'participant-join'))
  await speaks(call, name, ask)
  await ask('gone', '/voice/conference', news(call, name, 'participant-leave'))
}

async function speaks(call: Call, name: string, ask: Ask): Promise<void> {
  await ask('speaks', '/voice/conference', news(call, name, 'participant-speech-start'))
  await ask('is silent', '/voice/conference', news(call, name, 'participant-speech-stop'))
}

async function goes(call: Call, ask: Ask): Promise<void> {
  await ask('left', left.get(call) ?? '', call.form('completed', { DialCallStatus: 'completed' }))
  await ask('status', '/voice/status', call.form('completed', { CallDuration: '60' }))
}

let sequence = 0

function news({ sid }: Call, FriendlyName: string, StatusCallbackEvent: string): Form {
  return {
    AccountSid: account.accountSid,
    ConferenceSid: `CF${FriendlyName}`,
    FriendlyName,
    SequenceNumber: String(++sequence),
    StatusCallbackEvent,
    Timestamp: 'Tue, 24 Nov 2026 18:00:00 +0000',
    ...{ CallSid: sid, Muted: 'false', Hold: 'false', Coaching: 'false' },
    ...{ EndConferenceOnExit: 'false', StartConferenceOnEnter: 'true' },
  }
}

/** The address in a document; what comes after `#` is for the carrier. The bare server has none. */
function actionIn(document: string): string {
  const action = /action="https:\/\/[^/]+([^"#]+)/.exec(document)?.[1]
  return action ?? `/voice/left?step=${'0'.repeat(32)}`
}

async function connected(ports: readonly number[]) {
  const sockets = ports.map((port) => connect(port, '127.0.0.1').setNoDelay(true))
  for (const socket of sockets) await once(socket, 'connect')
  return {
    sockets,
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

function askingOn(sockets: readonly Socket[], heard: Heard): Ask {
  let turn = randomInt(sockets.length)
  return async (kind, path, form) => {
    const socket = sockets[turn++ % sockets.length]!
    const body = new URLSearchParams(form).toString()
    const signature = getExpectedTwilioSignature(account.authToken, publicUrl + path, form)
    const asked = performance.now()
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
        `X-Twilio-Signature: ${signature}\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`,
    )
    const answer = await answerOn(socket)
    heard(kind, performance.now() - asked)
    if (!answer.startsWith('HTTP/1.1 20')) throw new Error(`${path}: ${answer.slice(0, 300)}`)
    return answer
  }
}

async function answerOn(socket: Socket): Promise<string> {
  let answer = ''
  for (;;) {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    answer += chunk.toString('latin1')
    const end = answer.indexOf('\r\n\r\n')
    const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0)
    if (end >= 0 && answer.length >= end + 4 + length) return answer
  }
}

async function until(due: number): Promise<void> {
  const ms = due - performance.now()
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
}

/** What comes with every webhook about a call (Twilio, request parameters). */
const standard: Form = {
  AccountSid: account.accountSid,
  ApiVersion: '2010-04-01',
  Called: '+4930999',
  CalledCity: '',
  CalledCountry: 'DE',
  CalledState: '',
  CalledZip: '',
  CallerCity: '',
  CallerCountry: 'DE',
  CallerState: '',
  CallerZip: '',
  Direction: 'inbound',
  FromCity: '',
  FromCountry: 'DE',
  FromState: '',
  FromZip: '',
  To: '+4930999',
  ToCity: '',
  ToCountry: 'DE',
  ToState: '',
  ToZip: '',
}
