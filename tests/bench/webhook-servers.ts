import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { usualOptions } from '../../src/conference/room/room.ts'
import { apps } from '../kit/apps.ts'
import { account } from '../kit/pretend-twilio.ts'

/** As in tests/kit/apps.ts. */
export const publicUrl = 'https://runde.example'
export const guestPin = '352964'
export const roomsThere = 100
export const roomNumber = (at: number): string => String(500_100 + at)

/** Processes that answer the same webhooks. */
export type Servers = AsyncDisposable & {
  readonly ports: readonly number[]
  readonly pids: readonly number[]
}

export type Rundruf = Servers & {
  /** What the first instance has said since it was started. */
  readonly printed: () => string
}

type Options = {
  readonly instances: number
  readonly database?: string
  /** Node lets others look inside. */
  readonly inspected?: boolean
}

/** So many instances of the whole application, as `rundruf app` runs it, with an empty database. */
export async function rundruf({ inspected = false, ...what }: Options): Promise<Rundruf> {
  const inspector = { within: () => ['env', 'NODE_OPTIONS=--inspect=127.0.0.1:0'] }
  const opened = await apps({ ...what, ...(inspected && inspector) })
  await opened.inStore(async ({ rooms }) => {
    for (let at = 0; at < roomsThere; at++) {
      const room = { id: `r${String(at)}`, number: roomNumber(at), locale: 'de' }
      await rooms.add({ ...usualOptions, ...room, guestPin, hostPin: '802517' })
    }
  })
  return {
    ports: opened.running.map(({ url }) => Number(new URL(url).port)),
    pids: opened.running.map(({ pid }) => pid),
    printed: () => opened.running[0]?.printed() ?? '',
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  }
}

/** What there is to reach: express, a form, a signature, and one document for everything. */
export async function bare(): Promise<Servers> {
  const child = fork(fileURLToPath(import.meta.url), ['bare'])
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    ports: [port],
    pids: [child.pid ?? 0],
    async [Symbol.asyncDispose]() {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}

async function serveBare(): Promise<void> {
  const document = '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>'
  const app = express()
    .disable('x-powered-by')
    .use(express.urlencoded({ extended: false }), (request, response) => {
      const form = request.body as Record<string, string>
      const signature = request.get('X-Twilio-Signature') ?? ''
      const url = publicUrl + request.originalUrl
      if (!validateRequest(account.authToken, signature, url, form)) response.sendStatus(403)
      else response.type('text/xml').send(document)
    })
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // However the measuring ends, its servers end with it.
  process.on('disconnect', () => process.exit())
  process.send?.(server.address())
}

const ticksPerSecond = 100

/** µs that these processes have computed so far, on Linux (proc(5), stat: utime and stime). */
export function computedUs(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1')
    const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(words[11]) + Number(words[12])
  })
  return ticks.reduce((sum, one) => sum + one, 0) * (1e6 / ticksPerSecond)
}

/** MB of memory that this process holds (proc(5), status: VmRSS). */
export function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'latin1')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN) / 1000
}

if (process.argv[2] === 'bare') await serveBare()
