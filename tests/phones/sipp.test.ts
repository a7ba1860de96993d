import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { hum } from '../kit/hearing.ts'
import { alawOf, pcapOf } from '../kit/pcap.ts'
import { callerIn, type Caller } from '../kit/phone.ts'
import { running, type Running } from '../kit/running.ts'
import * as phone from '../kit/sipp.ts'
import { scenario, session, sipp } from '../kit/sipp.ts'

// Scripted telephones that nobody here wrote meet Ada, who sits in the room with our own telephone and listens.

const folder = mkdtempSync(join(tmpdir(), 'rundruf-sipp-'))
const address = '127.5.0.9'
let rundruf: Running
let ada: Caller

beforeAll(async () => {
  rundruf = await running()
  ada = await callerIn('ada', rundruf)
})
afterAll(async () => {
  await ada.hangsUp()
  await rundruf[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const run = (xml: string, transport?: 'UDP' | 'TCP') =>
  sipp(rundruf.target, xml, { address, ...(transport && { transport }) })

const inAnswer = {
  alawFirst: 'm=audio [0-9]+ RTP/AVP 8( |\\r|\\n)',
  wideFirst: 'm=audio [0-9]+ RTP/AVP 9( |\\r|\\n)',
  keysAt: (payloadType: number) => `a=rtpmap:${payloadType} telephone-event/8000`,
}

const talkMs = 20_000

describe('keys and sound', () => {
  test.each([101, 96])(
    'keys as packets of type %i lead into the room, and the tone after them is heard there',
    async (keyPayloadType) => {
      const file = join(folder, `${keyPayloadType}.pcap`)
      const steps = [
        ...[{ silenceMs: 500 }, { keys: rundruf.room + rundruf.pin }],
        { hum: hum.dora, forMs: talkMs },
      ]
      writeFileSync(file, pcapOf(steps, keyPayloadType))
      const call = run(
        scenario(
          'A-law with keys as packets',
          phone.invite({ body: session({ payloadTypes: [8, 0, keyPayloadType] }) }),
          phone.answered(inAnswer.alawFirst, inAnswer.keysAt(keyPayloadType)),
          ...[phone.ack(1), phone.plays(file), phone.pause(talkMs), phone.bye(2)],
        ),
      )
      await ada.comesToHear('dora')
      expect(await call).toMatchObject({ exitCode: 0 })
      await ada.comesToHear()
    },
    60_000,
  )

  test('keys by SIP INFO lead into the room too, when the session knows no others', async () => {
    const file = join(folder, 'tone.alaw')
    writeFileSync(file, alawOf(hum.dora, 1))
    const keys = Array.from(rundruf.room + rundruf.pin)
    const call = run(
      scenario(
        'keys by INFO, sound streamed',
        phone.invite({ body: session({ payloadTypes: [8, 0], streamed: true }) }),
        ...[phone.answered(inAnswer.alawFirst), phone.ack(1), phone.streams(file)],
        phone.pause(500),
        ...keys.map((key, n) => phone.info(n + 2, key) + phone.pause(150)),
        ...[phone.pause(talkMs - 3000), phone.bye(keys.length + 2)],
      ),
    )
    await ada.comesToHear('dora')
    expect(await call).toMatchObject({ exitCode: 0 })
    await ada.comesToHear()
  }, 60_000)
})

describe('setting up and taking down', () => {
  test('a withheld number is a number like any other', async () => {
    const call = await run(
      scenario(
        'anonymous',
        phone.invite({
          from: '"Anonymous" <sip:anonymous@anonymous.invalid>',
          headers: ['Privacy: id'],
          body: session(),
        }),
        ...[phone.answered(), phone.ack(1), phone.pause(800), phone.bye(2)],
      ),
    )
    expect(call).toMatchObject({ exitCode: 0 })
  }, 30_000)

  test('giving up while it rings: 200 for the CANCEL, 487 for the INVITE', async () => {
    const app = rundruf.pidOf('app') ?? 0
    process.kill(app, 'SIGSTOP') // an app that is slow to say what to do: the switch keeps ringing
    try {
      const call = await run(
        scenario(
          'cancel',
          ...[phone.invite(), phone.ringing(), phone.pause(1000), phone.cancel(1)],
          ...[phone.ok(), phone.refused(487), phone.ackRefusal(1)],
        ),
      )
      expect(call).toMatchObject({ exitCode: 0 })
    } finally {
      process.kill(app, 'SIGCONT')
    }
  }, 30_000)

  test('without an ACK the 200 comes again after 0.5, 1 and 2 s (RFC 3261 §13.3.1.4)', async () => {
    const call = await run(
      scenario(
        'late ACK',
        ...[phone.invite(), phone.answered(), phone.pause(4000)],
        ...[phone.ack(1), phone.pause(1000), phone.bye(2)],
      ),
    )
    expect(call).toMatchObject({ exitCode: 0 })
    const toInvite = call.messages
      .split('SIP/2.0 200 OK')
      .slice(1)
      .filter((message) => /^CSeq: *1 INVITE/im.test(message.split(/\r?\n\r?\n/)[0]!))
    expect(toInvite).toHaveLength(4)
  }, 30_000)

  test('without an offer in the INVITE ours is in the 200 (late offer)', async () => {
    const call = await run(
      scenario(
        'late offer',
        ...[phone.invite({}), phone.answered(inAnswer.wideFirst)],
        phone.ack(1, { body: session({ payloadTypes: [8, 101] }) }),
        ...[phone.pause(1000), phone.bye(2)],
      ),
    )
    expect(call).toMatchObject({ exitCode: 0 })
  }, 30_000)

  test('hold and resume', async () => {
    const body = (direction: 'sendrecv' | 'sendonly', version: number) => ({
      body: session({ payloadTypes: [8, 101], direction, version }),
    })
    const call = await run(
      scenario(
        'hold, resume',
        ...[phone.invite(body('sendrecv', 1)), phone.answered(), phone.ack(1), phone.pause(800)],
        ...[phone.reinvite(2, body('sendonly', 2)), phone.pause(800)],
        ...[phone.reinvite(3, body('sendrecv', 3)), phone.pause(800), phone.bye(4)],
      ),
    )
    expect(call).toMatchObject({ exitCode: 0 })
    expect(call.messages).toContain('a=recvonly')
  }, 30_000)
})

describe('the lines of Germany', () => {
  test('a Telekom trunk: TCP, E.164, a session timer with a high minimum', async () => {
    const call = await run(
      scenario(
        'Telekom SIP trunk',
        phone.invite(
          {
            targetParameters: ';transport=tcp',
            to: `${phone.called}@telekom.example;user=phone`,
            from: `<sip:${phone.caller}@trunk.example;user=phone>`,
            contactUser: 'u7-0aP+Zk/3Qw9Lm',
            headers: [
              'Supported: histinfo,timer',
              'Session-Expires: 3600;refresher=uac',
              'Min-SE: 900',
              `P-Asserted-Identity: <sip:${phone.caller}@trunk.example;user=phone>`,
              `P-Called-Party-ID: <sip:${phone.called}@trunk.example;user=phone>`,
            ],
            body: session({ payloadTypes: [9, 8, 101] }),
          },
          730_021,
        ),
        ...[phone.answered(inAnswer.wideFirst), phone.ack(730_021)],
        ...[phone.pause(1500), phone.bye(730_022)],
      ),
      'TCP',
    )
    expect(call).toMatchObject({ exitCode: 0 })
    expect(call.messages).toMatch(/Session-Expires: *3600; *refresher=uac/i)
  }, 30_000)

  test('a FRITZ!Box: it refreshes its session of 600 s with the same offer', async () => {
    const timer = [
      'Supported: 100rel,replaces,timer',
      'Session-Expires: 600;refresher=uac',
      'Min-SE: 90',
    ]
    const call = await run(
      scenario(
        'FRITZ!Box',
        phone.invite(
          {
            from: '<sip:03023125001@fritz.box>',
            contactUser: '9C0A17F2B3',
            headers: ['P-Called-Party-ID: <sip:03023125100@fritz.box>', 'Expires: 120', ...timer],
            body: session(),
          },
          14,
        ),
        ...[phone.answered(), phone.ack(14), phone.pause(1000)],
        phone.reinvite(15, { headers: timer, body: session() }),
        ...[phone.pause(1000), phone.bye(16)],
      ),
    )
    expect(call).toMatchObject({ exitCode: 0 })
    const versions = [...call.messages.matchAll(/^o=- (\d+ \d+)/gm)].map(([, version]) => version)
    expect(versions).toHaveLength(2)
    expect(new Set(versions).size).toBe(1)
  }, 30_000)
})
