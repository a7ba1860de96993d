import type { Socket } from 'node:dgram'
import type { SourceLock } from './source-lock.ts'

/**
 * Where one line's packets leave. As soon as it is certain who the caller is (source-lock.ts), the socket is connected to
 * them: the system then drops what strangers send before it costs us anything (S-60), and need not look up the way anew for
 * each packet, which is a fifth of what a packet costs.
 *
 *   anybody's ──follow(), lock is certain──▶ connected to the caller
 *        ▲                                        │
 *        └──follow(), lock has been opened────────┘
 */
export type WayOut = {
  send(packet: Buffer): void
  /** Does what the lock says now. */
  follow(): void
}

type Way = Pick<Socket, 'send' | 'connect' | 'disconnect'>

export function wayOut(socket: Way, lock: SourceLock): WayOut {
  let connected = false
  return {
    send(packet) {
      if (connected) socket.send(packet)
      else socket.send(packet, lock.to.port, lock.to.address)
    },
    follow() {
      const certain = lock.isCertain()
      if (certain === connected) return
      // Addresses are looked up at once here (socket.ts), so both have an effect before the next line.
      if (certain) socket.connect(lock.to.port, lock.to.address)
      else socket.disconnect()
      connected = certain
    },
  }
}
