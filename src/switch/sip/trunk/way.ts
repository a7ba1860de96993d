import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect as connectTcp, isIP, isIPv6 } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Source } from '../call/call.ts'
import { connections } from '../transport/connections.ts'
import type { Transport, TransportSettings } from '../transport/transport.ts'
import { openUdp } from '../transport/udp.ts'
import type { Target } from './locate.ts'

export type Place = { readonly address: string; readonly port: number }

/** The way of one trunk to its provider and back: a socket or connections that nobody else uses. */
export type Way = {
  /**
   * Makes sure that there is a way to that machine; answers where we are at this end of it.
   * Rejects with the system's error (`code`) when there is none.
   */
  open(target: Target): Promise<Place>
  send: Transport['send']
  /** Double CRLF, which keeps the hole in a router open and asks for nothing (RFC 5626 §4.4.1). */
  ping(to: Source): void
  isConnected: Transport['isConnected']
  close(): Promise<void>
}

export type WayWishes = {
  readonly transport: Source['transport']
  /** Address of this machine to go out from; the system's choice when it is everything or loopback. */
  readonly host: string
  /** Name that the certificate must carry. */
  readonly serverName: string
  readonly ca?: string
  readonly arrived: TransportSettings['arrived']
  /** The connection to that machine has ended. */
  readonly lost: (peer: Source) => void
  readonly log: TransportSettings['log']
}

const ping = Buffer.from('\r\n\r\n')
/** Machines of the provider that may still speak in old calls. */
const addressesMax = 64

export function openWay(wishes: WayWishes): Way {
  return wishes.transport === 'UDP' ? overUdp(wishes) : overStreams(wishes.transport, wishes)
}

/**
 * A UDP socket on a port of its own: with trunks alone no known port is open. Only machines that the
 * provider's name has led to are heard; others get no answer (S-60).
 */
function overUdp({ host, arrived, log }: WayWishes): Way {
  const heard = new Set<string>()
  const sockets = new Map<4 | 6, Transport>()
  const socketFor = (address: string) => sockets.get(isIPv6(address) ? 6 : 4)
  return {
    async open({ address, port }) {
      heard.add(address)
      for (const oldest of heard) if (heard.size > addressesMax) heard.delete(oldest)
      const family = isIPv6(address) ? 6 : 4
      const from = outwards(host, address)
      const socket =
        sockets.get(family) ??
        (await openUdp({ host: from, port: 0, mayTalk: (one) => heard.has(one), arrived, log }))
      sockets.set(family, socket)
      return { address: await localAddressTowards(address, port), port: socket.port }
    },
    send(octets, to) {
      socketFor(to.address)?.send(octets, to)
    },
    ping(to) {
      socketFor(to.address)?.send(ping, to)
    },
    isConnected: () => false,
    async close() {
      await Promise.all(Array.from(sockets.values(), (socket) => socket.close()))
    },
  }
}

/**
 * Connections that we make; the provider's calls come in on them (RFC 5626 §2). Nothing listens. What belongs to an old
 * connection goes out on the newest.
 */
function overStreams(transport: 'TCP' | 'TLS', wishes: WayWishes): Way {
  const { arrived, lost, log, host } = wishes
  const nobody = { host, port: 0, mayTalk: () => false }
  const streams = connections(transport, { ...nobody, arrived, log }, lost)
  const places = new Map<string, Place>()
  let newest: Source | undefined
  const alive = (to: Source) => [to, newest].find((one) => one && streams.isConnected(one))
  return {
    async open({ address, port }) {
      const peer = { transport, address, port }
      const key = `${address}:${port}`
      const known = streams.isConnected(peer) ? places.get(key) : undefined
      if (known !== undefined) return known
      const socket = dial(wishes, { address, port })
      streams.keep(socket, peer)
      await once(socket, transport === 'TLS' ? 'secureConnect' : 'connect')
      const place = { address: socket.localAddress ?? '', port: socket.localPort ?? 0 }
      places.set(key, place)
      newest = peer
      return place
    },
    send(octets, to) {
      const peer = alive(to)
      if (peer !== undefined) streams.send(octets, peer)
    },
    ping(to) {
      if (streams.isConnected(to)) streams.send(ping, to)
    },
    isConnected: (peer) => alive(peer) !== undefined,
    close() {
      streams.closeAll()
      return Promise.resolve()
    },
  }
}

function dial({ transport, host, serverName, ca }: WayWishes, { address, port }: Place): Socket {
  const from = outwards(host, address)
  const where = { host: address, port, ...(isEverywhere(from) ? {} : { localAddress: from }) }
  if (transport === 'TCP') return connectTcp({ ...where, noDelay: true, keepAlive: true })
  // RFC 5922 §7: the certificate must be that of the name in the settings, whatever DNS made of it.
  const name = isIP(serverName) === 0 ? { servername: serverName } : {}
  return connectTls({ ...where, ...name, ...(ca === undefined ? {} : { ca }) })
}

const isEverywhere = (address: string): boolean => address === '0.0.0.0' || address === '::'

/** The address to bind for the way out: the one of the settings if it can lead there. */
function outwards(host: string, towards: string): string {
  const everywhere = isIPv6(towards) ? '::' : '0.0.0.0'
  const loopback = host === '::1' || host.startsWith('127.')
  return loopback || isEverywhere(host) || isIP(host) !== isIP(towards) ? everywhere : host
}

/** Which address of this machine the system takes for that way. Nothing is sent. */
async function localAddressTowards(address: string, port: number): Promise<string> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
  try {
    const connected = once(socket, 'connect')
    socket.connect(port, address)
    await connected
    return socket.address().address
  } finally {
    socket.close()
  }
}
