import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Source } from '../call/call.ts'
import { framing } from './stream.ts'
import { plainAddress } from './transport.ts'
import type { TransportSettings } from './transport.ts'

export const connectionsMax = 1_000
/** A connection that brings nothing whole for so long is somebody wasting our time. */
const incompleteMs = 30_000
/** Trunks keep theirs open for days and refresh their calls at least once an hour (RFC 4028 §4). */
const idleMs = 65 * 60_000
const connectMs = 5_000
/** A peer that does not read what we send is cut off. */
const unreadBytesMax = 1024 * 1024
const pong = Buffer.from('\r\n')

/** Every open stream of one transport, by the peer at its other end. */
export type Connections = {
  /** A connection that somebody made to us; dropped at once when they may not. */
  accept(socket: Socket): void
  /** Sends on the peer's connection, on a new one when `dial` makes one, else forgets it. */
  send(octets: Buffer, to: Source, dial?: () => Socket): void
  /** Takes over a connection that we make; it is given up when it does not stand in time. */
  keep(socket: Socket, peer: Source): void
  isConnected(peer: Source): boolean
  closeAll(): void
}

export function connections(
  transport: 'TCP' | 'TLS',
  settings: TransportSettings,
  lost: (peer: Source) => void = () => undefined,
): Connections {
  const open = new Map<string, Socket>()
  let closed = false

  function keep(socket: Socket, peer: Source): void {
    const ready = socket instanceof TLSSocket ? 'secureConnect' : 'connect'
    const tooLong = setTimeout(() => socket.destroy(new ConnectTimeout()), connectMs)
    const stop = () => {
      clearTimeout(tooLong)
    }
    socket.once(ready, stop).once('close', stop)
    attend(socket, peer)
  }

  function attend(socket: Socket, peer: Source): void {
    const key = keyOf(peer)
    const frames = framing()
    let incomplete: NodeJS.Timeout | undefined = setTimeout(() => socket.destroy(), incompleteMs)
    open.set(key, socket)
    socket.setTimeout(idleMs, () => socket.destroy())
    socket.on('data', (octets) => {
      const { readings, pings, lost } = frames.take(octets)
      for (const reading of readings) settings.arrived(reading, peer)
      for (let i = 0; i < pings; i++) socket.write(pong)
      if (lost) socket.destroySoon()
      if (frames.pendingBytes === 0) {
        clearTimeout(incomplete)
        incomplete = undefined
      } else if (readings.length > 0 || incomplete === undefined) {
        clearTimeout(incomplete)
        incomplete = setTimeout(() => socket.destroy(), incompleteMs)
      }
    })
    // A broken connection is a closed one; whoever waits for an answer has a timer.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(incomplete)
      if (open.get(key) === socket) open.delete(key)
      lost(peer)
    })
  }

  return {
    accept(socket) {
      const address = plainAddress(socket.remoteAddress ?? '')
      const port = socket.remotePort
      const full = closed || open.size >= connectionsMax
      if (port === undefined || !settings.mayTalk(address) || full) cutOff(socket)
      else attend(socket, { transport, address, port })
    },
    keep,
    send(octets, to, dial) {
      let socket = open.get(keyOf(to))
      if (socket === undefined && dial !== undefined && !closed && open.size < connectionsMax) {
        socket = dial()
        keep(socket, to)
      }
      socket?.write(octets)
      if (socket !== undefined && socket.writableLength > unreadBytesMax) socket.destroy()
    },
    isConnected: (peer) => open.has(keyOf(peer)),
    closeAll() {
      closed = true
      for (const socket of open.values()) socket.destroySoon()
    },
  }
}

/** At once and without a word; a TLS socket cannot be reset. */
function cutOff(socket: Socket): void {
  socket.on('error', () => undefined)
  if (socket instanceof TLSSocket) socket.destroy()
  else socket.resetAndDestroy()
}

/** What is thrown when a connection does not stand in time. */
export class ConnectTimeout extends Error {
  override readonly name = 'ConnectTimeout'
  readonly code = 'ETIMEDOUT'
}

function keyOf(peer: Source): string {
  return `${peer.address}:${peer.port}`
}
