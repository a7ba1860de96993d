/** What a telephone sends in one tick, and a few more that were held up; whatever is larger is no packet of 20 ms. */
const slotsMax = 4
const slotBytes = 256

/**
 * Datagrams of one line between two ticks. Taking a packet apart touches far more memory than copying it, and between two
 * system calls all of it is cold; so it is done for all lines in one go when the tick comes.
 *
 *   system call, copy, system call, copy, …   20 ms   taken apart, taken apart, taken apart, …   mixed
 */
export class Inbox {
  readonly #bytes = Buffer.alloc(slotsMax * slotBytes)
  readonly #slots = Array.from({ length: slotsMax }, () => ({
    datagram: this.#bytes.subarray(0, 0),
    cameMs: 0,
  }))
  #filled = 0

  /** False when there is no room for it: what is here has to be taken first. */
  put(datagram: Uint8Array, cameMs: number): boolean {
    if (this.#filled === slotsMax || datagram.length > slotBytes) return false
    const from = this.#filled * slotBytes
    const slot = this.#slots[this.#filled++]!
    // A telephone's packets are all of one length, so hardly ever a new view is made.
    if (slot.datagram.length !== datagram.length) {
      slot.datagram = this.#bytes.subarray(from, from + datagram.length)
    }
    slot.datagram.set(datagram)
    slot.cameMs = cameMs
    return true
  }

  /** Gives away what is here, oldest first. A datagram lasts until the next `put`. */
  empty(take: (datagram: Buffer, cameMs: number) => void): void {
    const count = this.#filled
    this.#filled = 0 // first, so that a bug in one of them is not met again
    for (let place = 0; place < count; place++) {
      const { datagram, cameMs } = this.#slots[place]!
      take(datagram, cameMs)
    }
  }
}
