import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { PortPool } from './ports.ts'

/** Every port of the pool is lent, or other programs hold those that are not. */
export class NoPortFree extends Error {
  override readonly name = 'NoPortFree'
}

/** Ports to try when other programs sit on those of our range. */
const bindTriesMax = 8
/**
 * Opens a UDP socket on a port of the pool that no other program holds.
 * @throws NoPortFree
 */
export async function bindSocket(
  address: string,
  ports: PortPool,
): Promise<{ socket: Socket; port: number }> {
  const busy: number[] = []
  try {
    for (let tries = 0; tries < bindTriesMax; tries++) {
      const port = ports.take()
      if (port === undefined) break
      const socket = createSocket({
        type: address.includes(':') ? 'udp6' : 'udp4',
        // Addresses are never names here. Answering at once lets packets leave now and not in the next turn.
        lookup: (hostname, _options, found) => {
          found(null, hostname, hostname.includes(':') ? 6 : 4)
        },
      })
      try {
        const listening = once(socket, 'listening') // before bind, which may be done at once
        socket.bind({ port, address, exclusive: true })
        await listening
        // A caller who vanished is no fault of the line (ICMP errors); the call's end is told by SIP.
        socket.on('error', () => undefined)
        return { socket, port }
      } catch (cause) {
        busy.push(port)
        socket.close()
        if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause
      }
    }
  } finally {
    for (const port of busy) ports.release(port)
  }
  throw new NoPortFree(`no port for sound is free at ${address}`)
}
