import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Source } from './call.ts'
import { framing } from './stream.ts'
import { plainAddress } from './transport.ts'
import type { Transport, TransportSettings } from './transport.ts'

const connectionsMax = 1_000
/** A connection that brings nothing whole for so long is somebody wasting our time. */
const incompleteMs = 30_000
/** Trunks keep theirs open for days and refresh their calls at least once an hour (RFC 4028 §4). */
const idleMs = 65 * 60_000
const connectMs = 5_000
/** A peer that does not read what we send is cut off. */
const unreadBytesMax = 1024 * 1024
const pong = Buffer.from('\r\n')

type Connections = {
  readonly settings: TransportSettings
  readonly open: Map<string, Socket>
  closed: boolean
}

/**
 * Opens SIP over TCP (RFC 3261 §18). Answers go back on the connection the request came on; requests
 * of ours take the peer's connection while it lasts and make a new one after that.
 */
export async function openTcp(settings: TransportSettings): Promise<Transport> {
  const connections: Connections = { settings, open: new Map(), closed: false }
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    accept(connections, socket)
  })
  server.listen(settings.port, settings.host)
  await once(server, 'listening')
  server.on('error', (error) => {
    settings.log.warn({ error: error.message }, 'sip: TCP listener')
  })
  const { address, port } = server.address() as AddressInfo
  return {
    address,
    port,
    send(octets, to) {
      write(connections, octets, to, address)
    },
    isConnected: (peer) => connections.open.has(keyOf(peer)),
    async close() {
      connections.closed = true
      const closed = once(server, 'close')
      server.close()
      for (const socket of connections.open.values()) socket.destroySoon()
      await closed
    },
  }
}

/** SIP over TCP without a listener: for somebody who only calls. */
export function openTcpClient(settings: TransportSettings): Transport {
  const connections: Connections = { settings, open: new Map(), closed: false }
  return {
    address: settings.host,
    port: settings.port,
    send(octets, to) {
      write(connections, octets, to, settings.host)
    },
    isConnected: (peer) => connections.open.has(keyOf(peer)),
    close() {
      connections.closed = true
      for (const socket of connections.open.values()) socket.destroySoon()
      return Promise.resolve()
    },
  }
}

function write(connections: Connections, octets: Buffer, to: Source, localAddress: string): void {
  const socket = connections.open.get(keyOf(to)) ?? dial(connections, to, localAddress)
  socket?.write(octets)
  if (socket !== undefined && socket.writableLength > unreadBytesMax) socket.destroy()
}

function dial(connections: Connections, to: Source, localAddress: string): Socket | undefined {
  if (connections.closed || connections.open.size >= connectionsMax) return undefined
  const socket = connect({ host: to.address, port: to.port, localAddress, noDelay: true })
  const tooLong = setTimeout(() => socket.destroy(), connectMs)
  socket.once('connect', () => {
    clearTimeout(tooLong)
  })
  socket.once('close', () => {
    clearTimeout(tooLong)
  })
  attend(connections, socket, to)
  return socket
}

function accept(connections: Connections, socket: Socket): void {
  const address = plainAddress(socket.remoteAddress ?? '')
  const port = socket.remotePort
  const { settings, open } = connections
  if (port === undefined || !settings.mayTalk(address) || open.size >= connectionsMax) {
    socket.on('error', () => undefined)
    socket.resetAndDestroy()
    return
  }
  attend(connections, socket, { transport: 'TCP', address, port })
}

function attend(connections: Connections, socket: Socket, peer: Source): void {
  const { settings, open } = connections
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
  })
}

function keyOf(peer: Source): string {
  return `${peer.address}:${peer.port}`
}
