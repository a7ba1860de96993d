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
export class WayOut {
  readonly #socket: Way
  readonly #lock: SourceLock
  #connected = false

  constructor(socket: Way, lock: SourceLock) {
    this.#socket = socket
    this.#lock = lock
  }

  send(packet: Buffer): void {
    if (this.#connected) this.#socket.send(packet)
    else this.#socket.send(packet, this.#lock.to.port, this.#lock.to.address)
  }

  /** Does what the lock says now. */
  follow(): void {
    const certain = this.#lock.isCertain()
    if (certain === this.#connected) return
    // Addresses are looked up at once here (socket.ts), so both have an effect before the next line.
    if (certain) this.#socket.connect(this.#lock.to.port, this.#lock.to.address)
    else this.#socket.disconnect()
    this.#connected = certain
  }
}

type Way = Pick<Socket, 'send' | 'connect' | 'disconnect'>
