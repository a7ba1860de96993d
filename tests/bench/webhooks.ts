/*
 * How much of what is possible the way answer → room → PIN → over reaches (npm run bench).
 *
 *   bare   express + urlencoded + validateRequest + one constant document
 *   ours   the whole telephone side on a database on disk
 *
 * Each runs in a process of its own, asked by the same clients in turns; the ratio is what counts, the
 * figures themselves are this machine's.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { usualOptions } from '../../src/conference/room.ts'
import { openStore } from '../../src/store/open.ts'
import { openPhone } from '../../src/voice/phone.ts'
import { voiceRoutes } from '../../src/voice/routes.ts'
import { readSpeech } from '../../src/voice/speech.ts'

const accountSid = `AC${'0'.repeat(32)}`
const authToken = 'bench'
const rounds = 5
const roundMs = Number(process.env['BENCH_MS'] ?? 3000)
const clients = 32
const publicUrl = 'http://127.0.0.1:8000'
type Kind = 'bare' | 'ours'

async function serve(kind: Kind) {
  const app = express().disable('x-powered-by')
  if (kind === 'ours') await ours(app)
  else {
    const document = '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>'
    app.use(express.urlencoded({ extended: false }), (request, response) => {
      const form = request.body as Record<string, string>
      const signature = request.get('X-Twilio-Signature') ?? ''
      if (!validateRequest(authToken, signature, publicUrl + request.originalUrl, form))
        response.sendStatus(403)
      else response.type('text/xml').send(document)
    })
  }
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.on('message', () => process.send?.(process.cpuUsage()))
  // However the measuring ends, its servers end with it.
  process.on('disconnect', () => {
    server.closeAllConnections()
    server.close()
  })
  process.send?.(server.address())
}

async function ours(app: express.Express) {
  const folder = mkdtempSync(join(tmpdir(), 'rundruf-bench-'))
  process.on('disconnect', () => {
    rmSync(folder, { recursive: true })
  })
  const store = await openStore(
    { kind: 'sqlite', file: join(folder, 'bench.db') },
    { pinKey: randomBytes(32) },
  )
  for (let at = 0; at < 100; at++) {
    const room = {
      id: `r${at}`,
      number: String(500_100 + at),
      guestPin: '352964',
      hostPin: '802517',
    }
    await store.rooms.add({ ...room, locale: 'de', ...usualOptions })
  }
  const configFolder = fileURLToPath(new URL('../../config', import.meta.url))
  app.use(
    voiceRoutes({
      settings: {
        publicUrl: new URL(publicUrl),
        accountSid,
        authTokens: [authToken],
        locale: 'de',
      },
      store,
      phone: openPhone({ accountSid, apiKeySid: '', apiKeySecret: '', apiUrl: undefined }),
      speech: await readSpeech({
        configFolder,
        voice: 'files',
        organisation: 'Telefon-Runde',
        locale: 'de',
      }),
      clock: Date.now,
      randomness: { below: (max) => randomInt(max), token: () => randomBytes(16).toString('hex') },
      announce: () => undefined,
    }),
  )
}

async function measure() {
  const kinds: Kind[] = ['bare', 'ours']
  const servers = new Map<Kind, { child: ChildProcess; port: number }>()
  for (const kind of kinds) {
    const child = fork(fileURLToPath(import.meta.url), ['serve', kind])
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    servers.set(kind, { child, port })
    await round(servers.get(kind)!, 1000)
  }
  const results = new Map<Kind, Awaited<ReturnType<typeof round>>[]>(
    kinds.map((kind) => [kind, []]),
  )
  for (let at = 0; at < rounds; at++) {
    for (const kind of kinds) results.get(kind)!.push(await round(servers.get(kind)!, roundMs))
  }
  const figures = kinds.map((kind) => {
    const of = (name: 'perSecond' | 'p99Ms' | 'cpuUs') =>
      median(results.get(kind)!.map((it) => it[name]))
    console.log(
      `${kind}  ${of('perSecond').toFixed(0)} webhooks/s   p99 ${of('p99Ms').toFixed(1)} ms   ${of('cpuUs').toFixed(0)} µs of CPU each`,
    )
    return { perSecond: of('perSecond'), cpuUs: of('cpuUs') }
  })
  const [bare, own] = figures as [(typeof figures)[0], (typeof figures)[0]]
  console.log(
    `ratio ${(own.perSecond / bare.perSecond).toFixed(2)} in webhooks/s, ${(bare.cpuUs / own.cpuUs).toFixed(2)} in CPU`,
  )
  for (const { child } of servers.values()) {
    child.disconnect()
  }
}

async function round({ child, port }: { child: ChildProcess; port: number }, lastsMs: number) {
  const before = await cpu(child)
  const start = performance.now()
  const times: number[] = []
  await Promise.all(Array.from({ length: clients }, () => calls(port, start + lastsMs, times)))
  const seconds = (performance.now() - start) / 1000
  const spent = (await cpu(child)) - before
  times.sort((a, b) => a - b)
  return {
    perSecond: times.length / seconds,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
    cpuUs: spent / times.length,
  }
}

async function cpu(child: ChildProcess): Promise<number> {
  child.send('cpu')
  const [usage] = (await once(child, 'message')) as [NodeJS.CpuUsage]
  return usage.user + usage.system
}

/** One client: call after call on one connection. */
async function calls(port: number, until: number, times: number[]) {
  const socket = connect(port, '127.0.0.1').setNoDelay(true)
  await once(socket, 'connect')
  async function ask(path: string, form: Record<string, string>): Promise<string> {
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
  socket.destroy()
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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

if (process.argv[2] === 'serve') await serve(process.argv[3] as Kind)
else await measure()
