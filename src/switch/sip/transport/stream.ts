import { noBody } from '../message/message.ts'
import type { Reading } from '../message/message.ts'
import { finish, readHead, streamMessageBytesMax } from '../message/read.ts'
import type { Head } from '../message/read.ts'

const headBytesMax = 16 * 1024

/** Cuts a TCP stream into messages. */
export type Framing = {
  /** Takes what has arrived and returns the messages that are complete, and what else to do. */
  take(octets: Buffer): {
    readonly readings: readonly Reading[]
    /** The peer sent the double CRLF that asks whether we live; we answer CRLF (RFC 5626 §4.4.1). */
    readonly pings: number
    /** Where the next message begins is lost: answer what there is and close (RFC 3261 §18.3). */
    readonly lost: boolean
  }
  /** Octets of a message that has only half arrived. */
  readonly pendingBytes: number
}

/**
 * A stream of messages, each as long as its Content-Length says (RFC 3261 §18.3).
 *
 *   CRLFCRLF  ping        start line … CRLFCRLF  body (Content-Length octets)  start line …
 *
 * Octets are joined only when more arrive, and the search for the end of a head goes on where it
 * stopped: a peer that sends single octets costs no more than one that sends whole messages.
 */
export function framing(): Framing {
  let pieces: Buffer[] = []
  let pendingBytes = 0
  let neededBytes = 0
  let head: Head | undefined
  let searchedBytes = 0

  /** Takes one message off the front; undefined when it has not arrived in full. */
  function takeOne(octets: Buffer): { reading: Reading; used: number; lost: boolean } | undefined {
    if (head === undefined) {
      const gap = octets.indexOf('\r\n\r\n', Math.max(0, searchedBytes - 3))
      searchedBytes = octets.length
      if (gap < 0 && octets.length < headBytesMax) return undefined
      // The same whether it came in pieces or at once.
      const tooLarge = gap < 0 || gap + 4 > headBytesMax
      head = readHead(octets.toString('latin1', 0, tooLarge ? headBytesMax : gap))
      if (tooLarge) return lostAfter({ ...head, fault: 'head too large' })
      searchedBytes = gap + 4
    }
    const length = head.bodyLength
    if (length === undefined || length === 'bad')
      return lostAfter({ ...head, fault: 'Content-Length' })
    if (searchedBytes + length > streamMessageBytesMax) {
      return lostAfter({ ...head, fault: 'message too large' })
    }
    neededBytes = searchedBytes + length
    if (octets.length < neededBytes) return undefined
    const body = length === 0 ? noBody : octets.subarray(searchedBytes, neededBytes)
    return { reading: finish(head, body), used: neededBytes, lost: false }
  }

  return {
    get pendingBytes() {
      return pendingBytes
    },
    take(arrived) {
      pieces.push(arrived)
      pendingBytes += arrived.length
      if (head !== undefined && pendingBytes < neededBytes) {
        return { readings: [], pings: 0, lost: false }
      }
      let octets = pieces.length === 1 ? arrived : Buffer.concat(pieces)
      const readings: Reading[] = []
      let pings = 0
      let lost = false
      while (!lost && octets.length > 0) {
        if (head === undefined && octets[0] === 13 && octets[1] === 10) {
          const double = octets[2] === 13 && octets[3] === 10
          if (double) pings++
          octets = octets.subarray(double ? 4 : 2)
          searchedBytes = 0
          continue
        }
        const one = takeOne(octets)
        if (one === undefined) break
        readings.push(one.reading)
        octets = octets.subarray(one.used)
        head = undefined
        searchedBytes = 0
        neededBytes = 0
        lost = one.lost || one.reading.is === 'unreadable'
      }
      pieces = octets.length > 0 ? [octets] : []
      pendingBytes = octets.length
      return { readings, pings, lost }
    },
  }
}

function lostAfter(head: Head): { reading: Reading; used: number; lost: boolean } {
  return { reading: finish(head, noBody), used: 0, lost: true }
}
