import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openSipEndpoint } from '../../src/switch/sip/endpoint.ts'
import type { SipEndpoint } from '../../src/switch/sip/call/call.ts'
import * as phone from '../kit/sipp.ts'
import { scenario, session, sipp } from '../kit/sipp.ts'

/*
 * Hours of session timers (RFC 4028) with a telephone that nobody here wrote. Only the seconds of the sessions are shorter,
 * two thousand in one; what is sent, how often, and who hangs up is as it always is.
 */

const sessionSecondMs = 0.5
const address = '127.5.0.11'
const ourSdp = session({ payloadTypes: [8] })
  .replace('[local_ip]', '127.0.0.1')
  .replace('[media_ip]', '127.0.0.1')
  .replace('[auto_media_port]', '10000')

let endpoint: SipEndpoint
let ended: string[] = []
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

beforeAll(async () => {
  endpoint = await openSipEndpoint({
    ...{ host: '127.0.0.1', port: 0, callsMax: 10, log, sessionSecondMs },
    mayTalk: (from) => from.startsWith('127.'),
    onCall(call) {
      call.listen({
        acknowledged: () => undefined,
        reoffered: () => ourSdp,
        pressed: () => undefined,
        ended: (why) => void ended.push(why),
      })
      call.answer(ourSdp)
    },
  })
})
afterAll(() => endpoint.close())

const seconds = (count: number) => phone.pause(count * sessionSecondMs)

async function run(xml: string, transport: 'UDP' | 'TCP' = 'UDP') {
  ended = []
  const { exitCode, messages } = await sipp(`127.0.0.1:${endpoint.port}`, xml, {
    address,
    transport,
  })
  expect({ exitCode, why: exitCode === 0 ? '' : messages }).toEqual({ exitCode: 0, why: '' })
  return messages
}

describe('the caller refreshes', () => {
  test('a Telekom trunk over TCP, two hours with a refresh each half hour by UPDATE, then hangs up', async () => {
    const timer = [
      'Supported: histinfo,timer',
      'Session-Expires: 3600;refresher=uac',
      'Min-SE: 900',
    ]
    const refreshes = [2, 3, 4].map((cseq) => seconds(1800) + phone.update(cseq, timer))
    const messages = await run(
      scenario(
        'Telekom, two hours',
        phone.invite({ targetParameters: ';transport=tcp', headers: timer, body: session() }),
        ...[phone.answered(), phone.ack(1), ...refreshes, seconds(1800), phone.bye(5)],
      ),
      'TCP',
    )
    expect(ended).toEqual(['caller-hung-up'])
    expect(messages.match(/^Session-Expires: 3600;refresher=uac\r?$/gm)?.length).toBe(8) // theirs and ours
  }, 30_000)

  test('a FRITZ!Box, fifteen minutes by re-INVITE; when it stops to, we hang up in time', async () => {
    const timer = [
      'Supported: 100rel,replaces,timer',
      'Session-Expires: 600;refresher=uac',
      'Min-SE: 90',
    ]
    const wish = { headers: timer, body: session() }
    const refreshes = [2, 3, 4].map((cseq) => seconds(300) + phone.reinvite(cseq, wish))
    const messages = await run(
      scenario(
        'FRITZ!Box, fifteen minutes',
        ...[phone.invite(wish), phone.answered(), phone.ack(1), ...refreshes],
        phone.answers('BYE'),
      ),
    )
    expect(ended).toEqual(['session-expired'])
    const versions = [...messages.matchAll(/^o=peer (\d+ \d+) IN IP4 127\.0\.0\.1/gm)]
    expect(new Set(versions.map(([, version]) => version)).size).toBe(1)
  }, 30_000)
})

describe('we refresh', () => {
  test('because the caller wants it so: at half time, until the caller hangs up', async () => {
    const timer = (refresher: string) => [
      'Supported: timer',
      `Session-Expires: 600;refresher=${refresher}`,
    ]
    const refreshes = [1, 2, 3].map(() => phone.answers('UPDATE', timer('uac')))
    const headers = [...timer('uas'), 'Allow: INVITE, ACK, BYE, CANCEL, UPDATE']
    await run(
      scenario(
        'refresher=uas',
        ...[phone.invite({ headers, body: session() }), phone.answered(), phone.ack(1)],
        ...[...refreshes, phone.bye(2)],
      ),
    )
    expect(ended).toEqual(['caller-hung-up'])
  }, 30_000)

  test('by re-INVITE when the caller takes no UPDATE: what we said last, with the version that it had', async () => {
    const timer = (refresher: string) => [
      'Supported: timer',
      `Session-Expires: 600;refresher=${refresher}`,
    ]
    const headers = [...timer('uas'), 'Allow: INVITE, ACK, BYE, CANCEL']
    const refreshes = [1, 2, 3].map(() => phone.takesReinvite(timer('uac'), session()))
    const messages = await run(
      scenario(
        'refresher=uas without UPDATE',
        ...[phone.invite({ headers, body: session() }), phone.answered(), phone.ack(1)],
        ...[...refreshes, phone.bye(2)],
      ),
    )
    expect(ended).toEqual(['caller-hung-up'])
    expect(messages.match(/^INVITE .*\r?$/gm)?.length).toBe(4)
    expect(messages).not.toMatch(/^UPDATE /m)
  }, 30_000)
})

test('an interval below 90 seconds is refused with 422, and the longer one is taken', async () => {
  const timer = (interval: number) => ['Supported: timer', `Session-Expires: ${interval}`]
  const messages = await run(
    scenario(
      'too small',
      phone.invite({ headers: timer(60), body: session() }),
      ...[phone.refused(422), phone.ackRefusal(1)],
      phone.invite({ headers: timer(90), body: session() }, 2),
      ...[phone.answered(), phone.ack(2), phone.bye(3)],
    ),
  )
  expect(messages).toMatch(/^Min-SE: 90\r?$/m)
}, 30_000)
