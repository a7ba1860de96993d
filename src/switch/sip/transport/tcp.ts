import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import type { Source } from '../call/call.ts'
import { connections } from './connections.ts'
import type { Connections } from './connections.ts'
import type { Transport, TransportSettings } from './transport.ts'

/**
 * Opens SIP over TCP (RFC 3261 §18). Answers go back on the connection the request came on; requests
 * of ours take the peer's connection while it lasts and make a new one after that.
 */
export async function openTcp(settings: TransportSettings): Promise<Transport> {
  const streams = connections('TCP', settings)
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    streams.accept(socket)
  })
  const dial = (to: Source, localAddress: string) => () =>
    connect({ host: to.address, port: to.port, localAddress, noDelay: true })
  return served(server, settings, streams, dial)
}

/** A transport with a listener: what TCP and TLS have in common. Rejects when the port is taken. */
export async function served(
  server: Server,
  settings: TransportSettings,
  streams: Connections,
  dial?: (to: Source, localAddress: string) => () => ReturnType<typeof connect>,
): Promise<Transport> {
  server.listen(settings.port, settings.host)
  await once(server, 'listening')
  server.on('error', (error) => {
    settings.log.warn({ error: error.message }, 'sip: a listener for streams')
  })
  const { address, port } = server.address() as AddressInfo
  return {
    address,
    port,
    send(octets, to) {
      streams.send(octets, to, dial?.(to, address))
    },
    isConnected: (peer) => streams.isConnected(peer),
    async close() {
      const closed = once(server, 'close')
      server.close()
      streams.closeAll()
      await closed
    },
  }
}

/** SIP over TCP without a listener: for somebody who only calls. */
export function openTcpClient(settings: TransportSettings): Transport {
  const { host: localAddress, port } = settings
  const streams = connections('TCP', settings)
  return {
    address: localAddress,
    port,
    send(octets, to) {
      streams.send(octets, to, () =>
        connect({ host: to.address, port: to.port, localAddress, noDelay: true }),
      )
    },
    isConnected: (peer) => streams.isConnected(peer),
    close() {
      streams.closeAll()
      return Promise.resolve()
    },
  }
}
