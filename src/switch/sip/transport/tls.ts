import type { Socket } from 'node:net'
import { createServer } from 'node:tls'
import { connections, connectionsMax } from './connections.ts'
import { served } from './tcp.ts'
import { watchIdentity } from './renewed-identity.ts'
import type { IdentityFiles } from './renewed-identity.ts'
import { plainAddress } from './transport.ts'
import type { Transport, TransportSettings } from './transport.ts'

/** Half a handshake is worth no more of our memory than this long. */
const handshakeMs = 10_000

/** What the last words on a connection may take when we close; a handshake that still goes on is cut off then. */
const lastWordsMs = 500

/** Who we are to telephones and trunks that come over TLS; both PEM. */
export type TlsIdentity = {
  readonly certificate: string
  readonly key: string
  /** Where both lie, if they are renewed there. */
  readonly files?: IdentityFiles
}

/**
 * Opens SIP over TLS (RFC 3261 §26.2). Whoever may not talk is cut off before the handshake. Nobody is called back: requests
 * of ours go on the connection that the call came on, or nowhere, since a telephone has no certificate to be known by.
 * A certificate that is renewed is shown to whoever comes afterwards; connections that stand stay as they are.
 */
export async function openTls(
  settings: TransportSettings,
  identity: TlsIdentity,
): Promise<Transport> {
  const streams = connections('TLS', settings)
  const server = createServer(
    { ...secureContext(identity), handshakeTimeout: handshakeMs, noDelay: true },
    (socket) => {
      streams.accept(socket)
    },
  )
  server.maxConnections = connectionsMax
  const raw = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    if (!settings.mayTalk(plainAddress(socket.remoteAddress ?? ''))) {
      socket.destroy()
      return
    }
    raw.add(socket)
    socket.once('close', () => raw.delete(socket))
  })
  // A handshake that fails is the peer's affair; it notices.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  const transport = await served(server, settings, streams)
  const stopWatching = watchIdentity(identity, settings.log, (renewed) => {
    server.setSecureContext(secureContext(renewed))
  })
  return {
    ...transport,
    async close() {
      stopWatching()
      const cutOff = setTimeout(() => {
        for (const socket of raw) socket.destroy()
      }, lastWordsMs)
      await transport.close()
      clearTimeout(cutOff)
    },
  }
}

const secureContext = ({ certificate, key }: TlsIdentity) =>
  ({ cert: certificate, key, minVersion: 'TLSv1.2' }) as const
