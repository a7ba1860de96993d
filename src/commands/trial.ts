import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { variables } from '../settings.ts'

/** A whole Rundruf of its own: in a temporary folder, on free ports, gone without a trace afterwards. */
export type Trial = {
  readonly pages: string
  readonly telephone: { readonly host: string; readonly port: number }
  /** The demo room: digits only. */
  readonly room: string
  readonly pin: string
  /** Process id of the supervisor. */
  readonly pid: number
  /** Its environment, for commands that shall act on it, such as `rundruf room list`. */
  readonly environment: Readonly<Record<string, string>>
  /** What it has printed lately. */
  printed(): string
  [Symbol.asyncDispose](): Promise<void>
}

const readyWithinMs = 20_000
const stoppedWithinMs = 8000
const printedMax = 200_000

/** Ports for sound: a random block below the ports that the system hands out by itself. */
const soundPorts = { first: 12_000, last: 31_000, perTrial: 200 }

/**
 * `rundruf start` as a child, with nothing of our own environment but PATH and HOME.
 * @throws Error with what it printed, when it is not ready within 20 s
 */
export async function startTrial(
  settings: Readonly<Record<string, string>> = {},
  main = join(import.meta.dirname, `../main${extname(import.meta.filename)}`),
): Promise<Trial> {
  const folder = await mkdtemp(join(tmpdir(), 'rundruf-trial-'))
  const environment = { ...trialSettings(folder), ...settings }
  const running = spawn(process.execPath, [main, 'start'], {
    env: environment,
    // The channel is a leash: it stops when we end, even when we are killed.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let printed = ''
  const stop = async (): Promise<void> => {
    await stopped(running)
    await rm(folder, { recursive: true, force: true })
  }
  const ready = new Promise<Ready>((resolve) => {
    for (const stream of [running.stdout, running.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        printed = (printed + bytes.toString()).slice(-printedMax)
        const lines = readyLines(printed)
        if (lines) resolve(lines)
      })
    }
  })
  const found = await Promise.race([
    ready,
    once(running, 'exit').then(() => undefined),
    pass(readyWithinMs, undefined, { ref: false }),
  ])
  if (!found) {
    await stop()
    throw new Error(`Rundruf did not get ready:\n${printed}`)
  }
  return {
    ...found,
    pid: running.pid ?? 0,
    environment,
    printed: () => printed,
    [Symbol.asyncDispose]: stop,
  }
}

function trialSettings(folder: string): Record<string, string> {
  const blocks = (soundPorts.last - soundPorts.first) / soundPorts.perTrial
  const first = soundPorts.first + Math.floor(Math.random() * blocks) * soundPorts.perTrial
  return {
    PATH: variables()['PATH'] ?? '',
    HOME: variables()['HOME'] ?? folder,
    DATA_DIR: folder,
    PORT: '0',
    STAFF_PORT: '0',
    SIP_PORT: '0',
    SWITCH_PORT: '0',
    RTP_PORTS: `${first}-${first + soundPorts.perTrial - 1}`,
    LOG_FORMAT: 'json',
  }
}

type Ready = Pick<Trial, 'pages' | 'telephone' | 'room' | 'pin'>

/** The lines that a first start prints last; undefined until all of them are there. */
export function readyLines(printed: string): Ready | undefined {
  const lines = printed.split('Rundruf is ready.')[1] ?? ''
  const pages = /^ *Pages +(\S+)$/m.exec(lines)?.[1]
  const [, host, port] = /^ *Telephone +sip:rundruf@([^\s:]+):(\d+)$/m.exec(lines) ?? []
  const [, room, pin] = /^ *Try it +room ([\d ]+), PIN ([\d ]+)$/m.exec(lines) ?? []
  if (!pages || !host || !room || !pin) return undefined
  return {
    pages,
    telephone: { host, port: Number(port) },
    room: room.replaceAll(' ', ''),
    pin: pin.replaceAll(' ', ''),
  }
}

async function stopped(running: ChildProcess): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return
  const gone = once(running, 'exit')
  running.kill('SIGTERM')
  if (running.connected) running.disconnect()
  await Promise.race([gone, pass(stoppedWithinMs, undefined, { ref: false })])
  running.kill('SIGKILL')
}
