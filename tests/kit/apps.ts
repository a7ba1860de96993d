import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { setTimeout as pass } from 'node:timers/promises'
import { freePort } from '../../src/commands/free-ports.ts'
import type { Room } from '../../src/conference/room/room.ts'
import type { Store } from '../../src/conference/ports.ts'
import { openSecrets } from '../../src/secrets.ts'
import { databaseAt } from '../../src/settings.ts'
import { openStore } from '../../src/store/open.ts'
import { account, pretendTwilio } from './pretend-twilio.ts'
import { proxyTo } from './proxy.ts'
import { Visitor } from './visitor.ts'

/*
 * The application in production, as real processes: so many instances behind a proxy that takes turns, one database, and a
 * pretend Twilio that calls in through the proxy and is steered by REST.
 *
 *   pretend Twilio ──webhooks──▶ proxy ──▶ app 1 │ app 2 │ app 3 ──▶ database
 *         ▲──────────────REST──────────────────┘
 */

const run = promisify(execFile)
const main = join(import.meta.dirname, '../../dist/main.js')
const publicUrl = new URL('https://runde.example')
const readyWithinMs = 20_000

export type AppProcess = {
  /** Where this one listens; everybody else comes through the proxy. */
  readonly url: string
  readonly pid: number
  printed(): string
  /** Resolves when it has printed these words. */
  says(words: string): Promise<void>
  /** SIGKILL; resolves when it is gone. */
  killed(): Promise<void>
  /** Resolves when it has ended by itself. */
  readonly gone: Promise<unknown>
}

type Options = {
  readonly instances?: number
  /** postgres://…; a file in the data folder without it. */
  readonly database?: string
  readonly settings?: Readonly<Record<string, string>>
  /** What the program is started with: words that end with `exec "$@"` or the like. */
  readonly within?: (dataDir: string) => readonly string[]
}

export async function apps({ instances = 1, database, settings = {}, within }: Options = {}) {
  await using opened = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'rundruf-apps-'))
  opened.defer(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const dataDir = join(folder, 'data')
  const proxy = opened.use(await proxyTo())
  const twilio = opened.use(await pretendTwilio(publicUrl, () => proxy.url))
  const place = databaseAt(database ?? `file:${join(dataDir, 'rundruf.db')}`)
  const environment: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    DATA_DIR: dataDir,
    LOG_FORMAT: 'json',
    ...(database !== undefined && { DATABASE_URL: database }),
    PHONE: 'twilio',
    PHONE_NUMBER: '+4930999',
    PUBLIC_URL: publicUrl.href,
    TRUSTED_PROXIES: '127.0.0.1/32',
    TWILIO_ACCOUNT_SID: account.accountSid,
    TWILIO_AUTH_TOKEN: account.authToken,
    TWILIO_API_KEY_SID: account.keySid,
    TWILIO_API_KEY_SECRET: account.keySecret,
    TWILIO_API_URL: twilio.url.href,
    ...settings,
  }
  const running: AppProcess[] = []
  const ports: string[] = []

  async function start(at: number, program = main): Promise<void> {
    const port = (ports[at] ??= String(await freePort()))
    const staffPort = String(await freePort())
    const words = [...(within?.(dataDir) ?? []), process.execPath, program, 'app']
    const child = spawn(words[0] ?? '', words.slice(1), {
      env: { ...environment, PORT: port, STAFF_PORT: staffPort },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    running[at] = await ready(child, `http://127.0.0.1:${port}`)
    proxy.leadsTo(running.map(({ url }) => url))
  }

  for (let at = 0; at < instances; at++) await start(at)
  opened.defer(async () => {
    await Promise.all(running.map((one) => one.killed()))
  })
  const all = opened.move()
  return {
    twilio,
    proxy,
    environment,
    dataDir,
    running: running as readonly AppProcess[],
    /** What `rundruf <words>` prints with these settings. */
    async command(...words: readonly string[]): Promise<string> {
      const { stdout } = await run(process.execPath, [main, ...words], { env: environment })
      return stdout
    },
    /** Starts this one again, where it was; perhaps another version of the program. */
    start,
    /** The database, beside the programs, as a command has it. */
    async inStore<T>(work: (store: Store) => Promise<T>, at = dataDir): Promise<T> {
      const there = at === dataDir ? place : databaseAt(`file:${join(at, 'rundruf.db')}`)
      const store = await openStore(there, { pinKey: openSecrets(at).key('pin 1') })
      try {
        return await work(store)
      } finally {
        await store.close()
      }
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

export type Apps = Awaited<ReturnType<typeof apps>>

/** Makes an organiser of this room; answers the word with which browsers are signed in as them. */
export async function organiserOf(store: Store, room: Room): Promise<string> {
  const at = Date.now()
  const account = randomBytes(16).toString('hex')
  const token = randomBytes(32).toString('base64url')
  await store.rooms.add(room)
  await store.accounts.add({
    id: account,
    address: `${account}@example.org`,
    locale: 'de',
    created: at,
    lastSeen: at,
  })
  await store.organised.join(account, room.id, at)
  const id = randomBytes(16).toString('hex')
  await store.sessions.open({ id, account, created: at, lastSeen: at, device: 'Test' }, token)
  return token
}

/** A browser that is signed in with this word, at this one of the instances or the proxy. */
export function browserAt(url: string, token: string): Visitor {
  const visitor = new Visitor(url)
  visitor.keepCookie('__Host-rundruf', token)
  return visitor
}

async function ready(child: ChildProcess, url: string): Promise<AppProcess> {
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes: Buffer) => (printed += bytes.toString()))
  const gone = once(child, 'exit')
  const found = await Promise.race([
    once(child, 'message'),
    gone.then(() => undefined),
    pass(readyWithinMs, undefined, { ref: false }),
  ])
  if (found === undefined) {
    child.kill('SIGKILL')
    throw new Error(`the application did not get ready:\n${printed}`)
  }
  return {
    url,
    pid: child.pid ?? 0,
    gone,
    printed: () => printed,
    async says(words) {
      while (!printed.includes(words)) await once(child.stdout ?? child, 'data')
    },
    async killed() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await gone
    },
  }
}
