import { once } from 'node:events'
import { setTimeout as pass } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Log } from '../../src/switch/log.ts'
import { startSwitch, type Switch } from '../../src/switch/switch.ts'
import type { TrunkLine } from '../../src/switch/trunks.ts'
import { dial, type Phone } from '../../src/telephone/dial.ts'
import { certificate, certificateFile } from '../kit/certificates.ts'
import { kamailio, provider, type Provider } from '../kit/kamailio.ts'
import * as sip from '../kit/sipp.ts'
import { scenario, session, sipp } from '../kit/sipp.ts'
import { application, type Application } from '../switch/application.ts'

// The switch registers with a provider that nobody here wrote, and is called through it, over UDP, TCP and TLS.

const caller = '+493023125001'
const account = { sid: `AC${'0'.repeat(32)}`, authToken: 'local-token' }

let app: Application
let telephony: Provider
let running: Switch
const peer = '127.5.0.12'
const [first, second] = ['+493023125400', '+493023125401']
const logged: string[] = []
const ca = certificate('ca')
const tls = { certificateFile: certificateFile('good'), keyFile: certificateFile('key') }

const note = (fields: object, message: string) => {
  logged.push(`${message} ${JSON.stringify(fields)}`)
}
const log: Log = { info: note, warn: note, error: note }

const line = (
  name: string,
  transport: 'UDP' | 'TCP' | 'TLS',
  { user, number }: (typeof provider)['first' | 'second' | 'third'],
): TrunkLine => ({
  name,
  account: {
    ...{ user, domain: provider.realm, credentials: { user, password: provider.password } },
    ...(transport === 'TLS'
      ? { server: { transport, host: provider.tlsName, port: provider.tlsPort }, ca }
      : { server: { transport, host: provider.address, port: provider.port } }),
  },
  ...{ peers: [], media: ['127.0.0.0/8'], numbers: [number] },
})

beforeAll(async () => {
  telephony = await kamailio({ algorithm: 'MD5', tls })
  app = await application({
    '/voice': (response, { form }) => {
      const document =
        form['From'] === 'anonymous' ? '<Response><Gather timeout="1"/></Response>' : hold
      response.setHeader('Content-Type', 'text/xml').end(document)
    },
  })
  running = await startSwitch(
    {
      // Nobody but the provider may talk to us: whatever comes has come on the trunk.
      sip: { host: '127.0.0.1', port: 0, allow: ['127.9.9.9'] },
      trunks: [
        line('1', 'UDP', provider.first),
        line('2', 'TCP', provider.second),
        line('3', 'TLS', provider.third),
        // Without registration: whoever calls from there is the provider.
        { name: '4', peers: [peer], media: ['127.5.0.0/24'], numbers: [first, second] },
      ],
      rtpPorts: { first: 22_200, last: 22_299 },
      restPort: 0,
      account,
      number: {
        ...{ phoneNumber: '', voiceFallbackUrl: '' },
        ...{ voiceUrl: `${app.origin}/voice`, statusCallback: `${app.origin}/status` },
      },
      callsMax: 10,
    },
    log,
  )
})
afterAll(async () => {
  await running.close()
  await telephony[Symbol.asyncDispose]()
  await app[Symbol.asyncDispose]()
})

const hold = '<Response><Gather timeout="60"/></Response>'

type Line = { readonly trunk: string; readonly state: string; readonly reason: string | null }

/** The lines as the REST interface shows them. */
async function lines(): Promise<readonly Line[]> {
  const url = `http://127.0.0.1:${running.restPort}/2010-04-01/Accounts/${account.sid}/SipTrunks.json`
  const password = Buffer.from(`${account.sid}:${account.authToken}`).toString('base64')
  const answer = await fetch(url, { headers: { Authorization: `Basic ${password}` } })
  return ((await answer.json()) as { trunks: readonly Line[] }).trunks
}

const lookMs = 50
const looksMax = 400

/** Waits until a line is in that state, as it can be seen from outside. */
async function comesTo(state: string, trunk: string): Promise<Line> {
  for (let looks = 0; looks < looksMax; looks++) {
    const found = (await lines()).find((one) => one.trunk === trunk)
    if (found?.state === state) return found
    await pass(lookMs)
  }
  throw new Error(`line ${trunk} is not ${state}: ${JSON.stringify(await lines())}`)
}

const dials = (number: string, from = caller): Promise<Phone> =>
  dial(
    { user: number, host: provider.address, port: provider.port },
    { from, address: '127.5.0.7' },
  )

test.each([
  ['UDP', '1', provider.first.number],
  ['TCP', '2', provider.second.number],
  ['TLS', '3', provider.third.number],
])(
  'over %s the provider takes our registration and its calls are answered, with number and caller',
  async (transport, trunk, number) => {
    expect(await comesTo('registered', trunk)).toMatchObject({ reason: null })
    expect(telephony.printed().toLowerCase()).toContain(
      `accepted ${transport.toLowerCase()} expires 600 md5`,
    )
    const phone = await dials(number)
    const asked = await app.comes(({ path, form }) => path === '/voice' && form['To'] === number)
    expect(asked.form).toMatchObject({ From: caller, To: number })
    await phone.hangUp()
    await app.comes(({ path, form }) => path === '/status' && form['To'] === number)
  },
)

const national = (number: string) => number.replace('+49', '0')

test.each([
  {
    title:
      'a Telekom trunk: the number dialled in P-Called-Party-ID, the caller’s vouched for, over TCP',
    transport: 'TCP',
    number: second,
    wish: {
      targetParameters: ';transport=tcp',
      to: `${first}@telekom.example;user=phone`,
      from: '<sip:+49199123456@trunk.example;user=phone>',
      contactUser: 'u7-0aP+Zk/3Qw9Lm',
      headers: [
        `P-Asserted-Identity: <sip:${caller}@trunk.example;user=phone>`,
        `P-Called-Party-ID: <sip:${second}@trunk.example;user=phone>`,
      ],
    },
  },
  {
    title: 'a FRITZ!Box: numbers as they are dialled at home, the request line names a device',
    transport: 'UDP',
    number: first,
    wish: {
      from: `<sip:${national(caller)}@fritz.box>`,
      contactUser: '9C0A17F2B3',
      headers: [`P-Called-Party-ID: <sip:${national(first)}@fritz.box>`, 'Expires: 120'],
    },
  },
] as const)('$title', async ({ transport, number, wish }) => {
  const call = sipp(
    `127.0.0.1:${running.sipPort}`,
    scenario(
      'a call on a trunk without registration',
      sip.invite({ ...wish, body: session() }, 7),
      ...[sip.answered(), sip.ack(7), sip.pause(200), sip.bye(8)],
    ),
    { address: peer, transport },
  )
  const asked = await app.comes(({ path, form }) => path === '/voice' && form['To'] === number)
  expect(asked.form).toMatchObject({ From: caller, To: number, SipSourceIp: peer })
  expect(await call).toMatchObject({ exitCode: 0 })
})

test('S-41: a caller whose number the provider withholds is anonymous, and our BYE finds them', async () => {
  const phone = await dials(provider.second.number, 'anonymous')
  if (!phone.over.aborted) await once(phone.over, 'abort')
  const asked = await app.comes(
    ({ path, form }) => path === '/voice' && form['From'] === 'anonymous',
  )
  expect(JSON.stringify(asked.form)).not.toContain(caller.slice(1))
})

test('R-26: the provider is gone and comes back with SHA-256: running calls stay, the line says so, and recovers', async () => {
  const phone = await dials(provider.second.number)
  await telephony[Symbol.asyncDispose]()
  await comesTo('unreachable', '2')
  telephony = await kamailio({ algorithm: 'SHA-256', tls })
  await comesTo('registered', '2')
  expect(telephony.printed()).toMatch(/accepted tcp expires 600 SHA-256/i)
  expect(phone.over.aborted).toBe(false)
  const another = await dials(provider.second.number)
  await phone.hangUp()
  await another.hangUp()
})

test('S-61: nothing that we log holds the password, the hash of it, or a number', () => {
  expect(logged.length).toBeGreaterThan(5)
  expect(logged.join('\n')).not.toMatch(/trunk-secret|response=|Digest|2312/)
})

test('when the switch stops it is not called any more', async () => {
  await running.close()
  expect(telephony.printed()).toMatch(/accepted tcp expires 0/i)
  await expect(dials(provider.second.number)).rejects.toThrow('404')
})
