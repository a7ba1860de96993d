import { spawn, type ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import type { Codec } from '../../src/switch/sdp/agreed.ts'
import type { Sound } from '../../src/switch/media/frame.ts'
import { readRecording } from './hearing.ts'
import { program } from './programs.ts'

export type BaresipWishes = {
  readonly name: string
  /** Every phone lives on a loopback address of its own, so that all can use the same ports. */
  readonly address: string
  /** What it says into the call: a WAV file, mono, 16 bit, 8 kHz; 16 kHz for G.722. */
  readonly microphone: string
  readonly codec?: Codec
  /** Encrypted sound (SRTP): as a must (RTP/SAVP), or where it can be had (RTP/AVP with a key). */
  readonly encryption?: 'srtp-mand' | 'srtp'
  /** SIP over TLS, believing this authority (a PEM file). */
  readonly tlsAuthorityFile?: string
}

export type Baresip = {
  dial(uri: string): Promise<void>
  /** Keys as RFC 4733 packets, about 200 ms each; only inside a call. */
  presses(keys: string): Promise<void>
  hangsUp(): Promise<void>
  /** Whether it says of itself that what it sends and hears is encrypted. */
  isEncrypted(): boolean
  /** Reports about the sound (RTCP) that have come to it in all its calls. */
  reports(): number
  /** Everything it has heard in this call so far, at its codec's rate. */
  heard(): Sound
  [Symbol.asyncDispose](): Promise<void>
}

const sipPort = 5160
const controlPort = 4444
const startTries = 60

/**
 * One headless baresip as a telephone: sound from a file, what it hears into a file, steered over its control
 * socket (JSON in netstrings). It is the other side of a call that nobody here wrote.
 */
export async function baresip(wishes: BaresipWishes): Promise<Baresip> {
  const binary = program('baresip', 'baresip-core')
  const folder = mkdtempSync(join(tmpdir(), `rundruf-${wishes.name}-`))
  writeConfiguration(folder, wishes)
  const running = spawn(binary, ['-f', folder, '-v'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [running.stdout, running.stderr]) {
    stream.on('data', (bytes: Buffer) => (printed = (printed + bytes.toString()).slice(-8000)))
  }
  const socket = await reach(wishes.address, running, () => printed)
  const control = controlled(socket, wishes.name)
  return {
    async dial(uri) {
      const established = control.event('CALL_ESTABLISHED')
      await control.ask('dial', uri)
      await established
    },
    presses: (keys) => control.ask('sndcode', keys),
    async hangsUp() {
      const closed = control.event('CALL_CLOSED')
      await control.ask('hangup')
      await closed
    },
    isEncrypted: () => /SRTP is Enabled/i.test(printed),
    reports: control.reports,
    heard() {
      const file = readdirSync(folder).find((name) => name.endsWith('-dec.wav'))
      if (file === undefined) throw new Error(`${wishes.name} has heard nothing:\n${printed}`)
      return readRecording(join(folder, file), rateOf(wishes.codec ?? 'PCMA'))
    },
    async [Symbol.asyncDispose]() {
      if (running.exitCode === null) {
        const gone = once(running, 'exit')
        running.kill('SIGTERM')
        await Promise.race([gone, pass(3000, undefined, { ref: false })])
        running.kill('SIGKILL')
      }
      socket.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What baresip calls a codec's rate is what its sound has; in session descriptions G.722 has 8000 too. */
const rateOf = (codec: Codec) => (codec === 'G722' ? 16_000 : 8000)

function writeConfiguration(folder: string, wishes: BaresipWishes): void {
  const { name, address, microphone, codec = 'PCMA', encryption, tlsAuthorityFile } = wishes
  const lines = [
    'poll_method epoll',
    `sip_listen ${address}:${sipPort}`,
    `net_interface ${address}`,
    'dns_server 127.0.0.1:1',
    'call_max_calls 1',
    `audio_source aufile,${microphone}`,
    'audio_buffer 20-160',
    'rtp_ports 20000-20999',
    'jitter_buffer_delay 5-10',
    'module_path /usr/lib/baresip/modules',
    ...['g711', 'g722', 'aufile', 'sndfile', 'srtp'].map((module) => `module ${module}.so`),
    ...['account', 'menu', 'ctrl_tcp'].map((module) => `module_app ${module}.so`),
    `ctrl_tcp_listen ${address}:${controlPort}`,
    `snd_path ${folder}`,
    'redial_attempts 0',
    ...(tlsAuthorityFile === undefined ? [] : [`sip_cafile ${tlsAuthorityFile}`]),
  ]
  const account = `<sip:${name}@${address}:${sipPort};transport=${tlsAuthorityFile === undefined ? 'udp' : 'tls'}>;regint=0;audio_codecs=${codec.toLowerCase()}/${rateOf(codec)}/1;ptime=20${encryption ? `;mediaenc=${encryption}` : ''}`
  writeFileSync(join(folder, 'config'), `${lines.join('\n')}\n`)
  writeFileSync(join(folder, 'accounts'), `${account}\n`)
  writeFileSync(join(folder, 'contacts'), '')
}

/** The control socket opens some hundred milliseconds after the program has started. */
async function reach(
  address: string,
  running: ChildProcess,
  printed: () => string,
): Promise<Socket> {
  for (let tries = 0; tries < startTries && running.exitCode === null; tries++) {
    const socket = connect(controlPort, address)
    try {
      await once(socket, 'connect')
      return socket
    } catch {
      await pass(100)
    }
  }
  throw new Error(`baresip did not start:\n${printed()}`)
}

type ControlMessage = { event?: boolean; type?: string; response?: boolean; data?: string }

/** JSON objects as netstrings, `<length>:<json>,`: answers come in order, events in between. */
function controlled(socket: Socket, name: string) {
  const told = new EventEmitter()
  let reports = 0
  told.on('CALL_RTCP', () => reports++)
  let waiting = Buffer.alloc(0)
  socket.on('error', () => undefined)
  socket.on('data', (bytes) => {
    waiting = Buffer.concat([waiting, bytes])
    for (;;) {
      const colon = waiting.indexOf(':')
      const end = colon + 1 + Number(waiting.toString('latin1', 0, Math.max(0, colon)))
      if (colon < 0 || waiting.length <= end) return
      const message = JSON.parse(waiting.toString('utf8', colon + 1, end)) as ControlMessage
      waiting = waiting.subarray(end + 1)
      told.emit(message.event ? (message.type ?? '') : 'answer')
    }
  })
  const hear = async (what: string, timeoutMs: number): Promise<void> => {
    const never = AbortSignal.timeout(timeoutMs)
    await once(told, what, { signal: never }).catch((cause: unknown) => {
      throw new Error(`${name}: no ${what} within ${timeoutMs} ms`, { cause })
    })
  }
  return {
    reports: () => reports,
    event: (type: string) => hear(type, 10_000),
    async ask(command: string, params = ''): Promise<void> {
      const answered = hear('answer', 10_000)
      const json = JSON.stringify({ command, params, token: name })
      socket.write(`${Buffer.byteLength(json)}:${json},`)
      await answered
    },
  }
}
