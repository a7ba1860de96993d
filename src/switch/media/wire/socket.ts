import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'

/** Every port of the pool is lent, other programs hold those that are not, or no socket can be opened. */
export class NoPortFree extends Error {
  override readonly name = 'NoPortFree'
}

/** This process, or the whole system, may open no more. */
const outOfSockets: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS'])

/** The sockets of one line: sound on an even port, reports about it on the next (RFC 3550 §11). */
export type SocketPair = {
  readonly sound: Socket
  readonly reports: Socket
  readonly port: number
}

/**
 * How ports are held: for good; so that the line may move to another thread of this process; by a line that comes from
 * another one, while that still holds them.
 */
export type Holding = 'alone' | 'may-move' | 'moves-in'

/**
 * Opens the two sockets of a line. Of those that share a port (SO_REUSEPORT, of one user alone) the one connected to the
 * caller gets their packets, and the other when that is closed.
 * @throws the system's error; see `lackOf`
 */
export async function bindAt(address: string, port: number, holding: Holding): Promise<SocketPair> {
  if (holding === 'may-move') {
    // Sharing would also let in another switch of ours beside one that holds the port already: so ask first, without.
    const probe = await bindAt(address, port, 'alone')
    await Promise.all([closeSocket(probe.sound), closeSocket(probe.reports)])
  }
  const shared = holding !== 'alone'
  await using opened = new AsyncDisposableStack()
  const sound = opened.adopt(await bindSocket(address, port, shared), closeSocket)
  const reports = opened.adopt(await bindSocket(address, port + 1, shared), closeSocket)
  opened.move()
  return { sound, reports, port }
}

/** What there was none of, when ports could not be opened; undefined for any other fault. */
export function lackOf(cause: unknown): 'port-taken' | 'no-socket' | undefined {
  const code = (cause as NodeJS.ErrnoException).code ?? ''
  if (outOfSockets.has(code)) return 'no-socket'
  return code === 'EADDRINUSE' ? 'port-taken' : undefined
}

/** Packets kept for a line that moves: some tens of milliseconds. */
const keptMax = 64

/** Keeps what comes to sockets whose line is still elsewhere; `goOn` hands it to whoever listens by then. */
export function keepComing({ sound, reports }: SocketPair): { readonly goOn: () => void } {
  const kept: (() => void)[] = []
  const keeping = [sound, reports].map((socket) => {
    const keep = (bytes: Buffer, from: RemoteInfo) => {
      if (kept.length < keptMax) kept.push(() => socket.emit('message', bytes, from))
    }
    socket.on('message', keep)
    return () => socket.off('message', keep)
  })
  return {
    goOn() {
      for (const stop of keeping) stop()
      for (const again of kept) again()
    },
  }
}

export function closePair({ sound, reports }: SocketPair): void {
  sound.close()
  reports.close()
}

async function bindSocket(address: string, port: number, shared: boolean): Promise<Socket> {
  const socket = createSocket({
    type: address.includes(':') ? 'udp6' : 'udp4',
    reusePort: shared,
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
