import { createSocket } from 'node:dgram'
import type { RemoteInfo, Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIP, isIPv6 } from 'node:net'
import { readDatagram } from '../message/read.ts'
import { plainAddress } from './transport.ts'
import type { Transport, TransportSettings } from './transport.ts'

/** Room for the burst when everybody dials in on the full hour. */
const receiveBufferBytes = 4 * 1024 * 1024

/** Opens SIP over UDP: one datagram, one message (RFC 3261 §18). */
export async function openUdp(settings: TransportSettings): Promise<Transport> {
  const socket = createSocket({
    type: isIPv6(settings.host) ? 'udp6' : 'udp4',
    lookup: onlyAddresses,
  })
  socket.on('message', (datagram, from) => {
    arrived(settings, datagram, from)
  })
  const listening = once(socket, 'listening')
  socket.bind(settings.port, settings.host)
  await listening
  socket.on('error', (error) => {
    settings.log.warn({ error: error.message }, 'sip: UDP socket')
  })
  widen(socket)
  const { address, port } = socket.address()
  let open = true
  let unsent = 0
  let drained: (() => void) | undefined
  return {
    address,
    port,
    send(octets, to) {
      if (!open) return
      unsent++
      socket.send(octets, to.port, to.address, () => {
        unsent--
        if (unsent === 0) drained?.()
      })
    },
    isConnected: () => false,
    async close() {
      open = false
      if (unsent > 0) await new Promise<void>((done) => (drained = done))
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}

function arrived(settings: TransportSettings, datagram: Buffer, from: RemoteInfo): void {
  const address = plainAddress(from.address)
  if (!settings.mayTalk(address)) return
  settings.arrived(readDatagram(datagram), { transport: 'UDP', address, port: from.port })
}

/** We only ever send to addresses, so there is nothing to look up and nothing to wait for. */
function onlyAddresses(
  host: string,
  _options: unknown,
  found: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  const family = isIP(host)
  found(family === 0 ? new Error('not an address') : null, host, family)
}

function widen(socket: Socket): void {
  try {
    socket.setRecvBufferSize(receiveBufferBytes)
  } catch {
    // The system grants less; then it stays at its default.
  }
}
