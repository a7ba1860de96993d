import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { PortPool } from './ports.ts'

/** Every port of the pool is lent, other programs hold those that are not, or no socket can be opened. */
export class NoPortFree extends Error {
  override readonly name = 'NoPortFree'
}

/** This process, or the whole system, may open no more. */
const outOfSockets: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS'])
/** Ports to try when other programs sit on those of our range. */
const bindTriesMax = 8
/** The sockets of one line: sound on an even port, reports about it on the next (RFC 3550 §11). */
export type SocketPair = {
  readonly sound: Socket
  readonly reports: Socket
  readonly port: number
}

/**
 * Opens two UDP sockets on ports that no other program holds, the first of them from the pool.
 * @throws NoPortFree
 */
export async function bindPair(address: string, ports: PortPool): Promise<SocketPair> {
  const busy: number[] = []
  try {
    for (let tries = 0; tries < bindTriesMax; tries++) {
      const port = ports.take()
      if (port === undefined) break
      try {
        await using opened = new AsyncDisposableStack()
        const sound = opened.adopt(await bindSocket(address, port), closeSocket)
        const reports = opened.adopt(await bindSocket(address, port + 1), closeSocket)
        opened.move()
        return { sound, reports, port }
      } catch (cause) {
        busy.push(port)
        const code = (cause as NodeJS.ErrnoException).code ?? ''
        if (outOfSockets.has(code)) throw new NoPortFree(`no socket for sound (${code})`, { cause })
        if (code !== 'EADDRINUSE') throw cause
      }
    }
  } finally {
    for (const port of busy) ports.release(port)
  }
  throw new NoPortFree(`no port for sound is free at ${address}`)
}

/** Closes both; `done` when the ports are free again. */
export function closePair({ sound, reports }: SocketPair, done: () => void): void {
  void Promise.all([closeSocket(sound), closeSocket(reports)]).then(done)
}

async function bindSocket(address: string, port: number): Promise<Socket> {
  const socket = createSocket({
    type: address.includes(':') ? 'udp6' : 'udp4',
    // Addresses are never names here. Answering at once lets packets leave now and not in the next turn.
    lookup: (hostname, _options, found) => {
      found(null, hostname, hostname.includes(':') ? 6 : 4)
    },
  })
  const listening = once(socket, 'listening') // before bind, which may be done at once
  socket.bind({ port, address, exclusive: true })
  try {
    await listening
  } catch (cause) {
    socket.close()
    throw cause
  }
  // A caller who vanished is no fault of the line (ICMP errors); the call's end is told by SIP.
  socket.on('error', () => undefined)
  return socket
}

function closeSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.close(resolve)
  })
}
