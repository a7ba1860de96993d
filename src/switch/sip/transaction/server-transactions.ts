import type { Source } from '../call/call.ts'
import { inviteServer } from './invite-server.ts'
import type { InviteServerEvent, InviteServerState } from './invite-server.ts'
import { headerOf } from '../message/message.ts'
import type { ReceivedRequest, SipResponse } from '../message/message.ts'
import { otherServer } from './other-server.ts'
import type { OtherServerEvent, OtherServerState } from './other-server.ts'
import { runTable, type Ends } from './run-table.ts'
import { answerPlace } from '../message/via.ts'
import { writeMessage } from '../message/write.ts'

/** This bounds all of them. */
export const transactionsMax = 100_000
/**
 * Those that are answered live on for half a minute to absorb repeats, the newest at least: in a flood the oldest are forgotten,
 * and whoever repeats one of them is answered anew. Ten times what as many calls as may begin leave behind.
 */
export const answeredMax = 20_000
/** What a branch of RFC 3261 begins with; without it RFC 2543 matching applies (§17.2.3). */
const cookie = 'z9hG4bK'

/** A request of somebody and our answers to it. */
export type ServerTransaction = {
  /** Sends an answer; nothing when a final one was sent before. */
  respond(response: SipResponse): void
}

type Entry = ServerTransaction & {
  repeated(): void
  /** The ACK of our answer came; true when it belongs to a 2xx and so to the dialog. */
  acknowledged(): boolean
  stop: () => void
}

export type ServerTransactions = {
  readonly count: number
  /**
   * `repeat`: the request belongs to a transaction that we have, which has dealt with it.
   * `new`: it does not, or it is the ACK of a 2xx, which is the dialog's.
   */
  absorb(request: ReceivedRequest, source: Source): 'new' | 'repeat'
  /** Starts one; undefined when there are too many. */
  open(request: ReceivedRequest, source: Source): ServerTransaction | undefined
  /** The INVITE transaction that this CANCEL is for (RFC 3261 §9.2). */
  cancelled(request: ReceivedRequest, source: Source): ServerTransaction | undefined
  close(): void
}

/** Feeds requests, answers and timers to the tables of invite-server.ts and other-server.ts. */
export function serverTransactions(
  send: (octets: Buffer, to: Source) => void,
  broke: Ends['broke'],
): ServerTransactions {
  const entries = new Map<string, Entry>()
  /** The keys of those that are answered for good, the oldest first. */
  const answered = new Set<string>()

  function forget(key: string): void {
    entries.delete(key)
    answered.delete(key)
  }

  function keepAnswered(key: string): void {
    answered.add(key)
    if (answered.size <= answeredMax) return
    for (const oldest of answered) {
      entries.get(oldest)?.stop()
      forget(oldest)
      return
    }
  }

  return {
    get count() {
      return entries.size
    },
    absorb(request, source) {
      const isAck = request.method === 'ACK'
      const entry = entries.get(transactionKey(request, source, isAck ? 'INVITE' : request.method))
      if (entry === undefined) return 'new'
      if (isAck) return entry.acknowledged() ? 'new' : 'repeat'
      entry.repeated()
      return 'repeat'
    },
    open(request, source) {
      if (entries.size >= transactionsMax) return undefined
      const key = transactionKey(request, source, request.method)
      const over = () => {
        forget(key)
      }
      const sendThere = sender(send, answerPlace(request.via, source), () => {
        keepAnswered(key)
      })
      const open = request.method === 'INVITE' ? openInvite : openOther
      const entry = open(sendThere, source.transport, { over, broke })
      entries.set(key, entry)
      return entry
    },
    cancelled(request, source) {
      return entries.get(transactionKey(request, source, 'INVITE'))
    },
    close() {
      for (const entry of entries.values()) entry.stop()
      entries.clear()
      answered.clear()
    },
  }
}

/**
 * What two sendings of one request have in common (RFC 3261 §17.2.3), and the sender besides, so that
 * nobody reaches into another's transaction (CANCEL from elsewhere finds nothing).
 */
function transactionKey(request: ReceivedRequest, source: Source, method: string): string {
  const { via } = request
  const place = `${method} ${source.transport} ${source.address}:${source.port}`
  if (via.branch?.startsWith(cookie) === true && via.branch.length > cookie.length) {
    return `${place} ${via.host}:${via.port ?? ''} ${via.branch}`
  }
  const { callId, cseq, from, headers, uri } = request
  const topVia = (headerOf(headers, 'via') ?? '').slice(0, via.end)
  return `${place} 2543 ${callId} ${from.tag ?? ''} ${cseq.number} ${uri} ${topVia}`
}

/** Sends to one place and remembers what it sent last. */
type Sender = { send(response: SipResponse): void; sendLast(): void; forget(): void }

function sender(
  send: (octets: Buffer, to: Source) => void,
  to: Source,
  answered: () => void,
): Sender {
  let last: Buffer | undefined
  return {
    send(response) {
      last = ownMemory(writeMessage(response))
      send(last, to)
      if (response.status >= 200) answered()
    },
    sendLast() {
      if (last !== undefined) send(last, to)
    },
    forget() {
      last = undefined
    },
  }
}

/** What is kept for half a minute is no piece of Node's pool, of which it would hold 64 KB. */
function ownMemory(octets: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(octets.length)
  octets.copy(own)
  return own
}

function openInvite(sender: Sender, transport: Source['transport'], ends: Ends): Entry {
  let sending: SipResponse | undefined
  let passed = false
  const run = runTable<InviteServerState, InviteServerEvent, 'send' | 'send-last' | 'pass-ack-up'>(
    inviteServer,
    'proceeding',
    transport,
    {
      act(act) {
        if (act === 'send' && sending !== undefined) sender.send(sending)
        if (act === 'send-last') sender.sendLast()
        if (act === 'pass-ack-up') passed = true
      },
      ...ends,
    },
  )
  return {
    respond(response) {
      sending = response
      run.happen(inviteEvent(response.status))
      sending = undefined
      if (response.status >= 200 && response.status < 300) sender.forget()
    },
    repeated() {
      run.happen('invite')
    },
    acknowledged() {
      passed = false
      run.happen('ack')
      return passed
    },
    stop: run.stop,
  }
}

function inviteEvent(status: number): InviteServerEvent {
  if (status < 200) return 'send-1xx'
  return status < 300 ? 'send-2xx' : 'send-3xx-6xx'
}

function openOther(sender: Sender, transport: Source['transport'], ends: Ends): Entry {
  let sending: SipResponse | undefined
  const run = runTable<OtherServerState, OtherServerEvent, 'send' | 'send-last'>(
    otherServer,
    'trying',
    transport,
    {
      act(act) {
        if (act === 'send' && sending !== undefined) sender.send(sending)
        if (act === 'send-last') sender.sendLast()
      },
      ...ends,
    },
  )
  return {
    respond(response) {
      sending = response
      run.happen(response.status < 200 ? 'send-1xx' : 'send-final')
      sending = undefined
    },
    repeated() {
      run.happen('request')
    },
    acknowledged: () => false,
    stop: run.stop,
  }
}
