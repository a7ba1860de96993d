import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { accountSid, authToken, publicUrl } from './webhook-servers.ts'

/** One client: call after call, each webhook to the next of these servers. */
export async function calls(ports: readonly number[], until: number, times: number[]) {
  const sockets = ports.map((port) => connect(port, '127.0.0.1').setNoDelay(true))
  for (const socket of sockets) await once(socket, 'connect')
  let turn = randomInt(ports.length)
  async function ask(path: string, form: Record<string, string>): Promise<string> {
    const socket = sockets[turn++ % sockets.length]!
    const body = new URLSearchParams(form).toString()
    const signature = getExpectedTwilioSignature(authToken, publicUrl + path, form)
    const asked = performance.now()
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
        `X-Twilio-Signature: ${signature}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    let answer = ''
    for (;;) {
      const [chunk] = (await once(socket, 'data')) as [Buffer]
      answer += chunk.toString('latin1')
      const end = answer.indexOf('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0)
      if (end >= 0 && answer.length >= end + 4 + length) break
    }
    times.push(performance.now() - asked)
    if (!/^HTTP\/1.1 20/.test(answer)) throw new Error(`${path}: ${answer.slice(0, 200)}`)
    return /action="http:\/\/127.0.0.1:8000([^"#]+)/.exec(answer)?.[1] ?? '/voice/pin?step=none'
  }
  while (performance.now() < until) {
    const call = `CA${randomBytes(16).toString('hex')}`
    // Each a telephone of its own: the same one would be taken for somebody who was cut off.
    const From = `+4930${randomInt(1_000_000, 10_000_000)}`
    const form = (CallStatus: string, more = {}) => ({
      ...standard,
      From,
      Caller: From,
      CallSid: call,
      CallStatus,
      ...more,
    })
    const room = await ask('/voice/answer', form('ringing'))
    const pin = await ask(room, form('in-progress', { Digits: String(500_100 + randomInt(100)) }))
    await ask(pin, form('in-progress', { Digits: '352964' }))
    await ask('/voice/status', form('completed', { CallDuration: '60' }))
  }
  for (const socket of sockets) socket.destroy()
}

const standard = {
  AccountSid: accountSid,
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
