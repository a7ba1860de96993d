import type { Source } from './call.ts'
import { samePeer } from './dialog.ts'
import type { Dialog } from './dialog.ts'
import type { IncomingCall } from './incoming-call.ts'
import type { ReceivedRequest } from '../message/message.ts'
import type { ServerTransaction } from '../transaction/server-transactions.ts'

/** Every call there is, found by what a request can name. */
export type Calls = {
  /** Calls up or being set up; one that only waits for the answer to its BYE does not count. */
  readonly upCount: number
  add(call: IncomingCall): void
  /** The call has ended, though it may still be remembered; once per call. */
  down(): void
  remove(call: IncomingCall): void
  /** The call that a request is within: Call-ID, both tags and the sender must fit (S-70). */
  within(request: ReceivedRequest, source: Source): IncomingCall | undefined
  /** The call whose INVITE this transaction is. */
  ofTransaction(transaction: ServerTransaction): IncomingCall | undefined
  /** Whether this INVITE has come before on another way (RFC 3261 §8.2.2.2). */
  isMerged(invite: ReceivedRequest): boolean
  all(): IncomingCall[]
}

/** @param removed told about each call that is not remembered any more */
export function callTable(removed: (call: IncomingCall) => void = () => undefined): Calls {
  const byDialog = new Map<string, IncomingCall>()
  const byInvite = new Map<string, IncomingCall>()
  const byTransaction = new Map<ServerTransaction, IncomingCall>()
  let up = 0
  return {
    get upCount() {
      return up
    },
    add(call) {
      up++
      byDialog.set(dialogKey(call.dialog), call)
      byInvite.set(inviteKey(call.invite), call)
      byTransaction.set(call.transaction, call)
    },
    down() {
      up--
    },
    remove(call) {
      byDialog.delete(dialogKey(call.dialog))
      byInvite.delete(inviteKey(call.invite))
      byTransaction.delete(call.transaction)
      removed(call)
    },
    within(request, source) {
      const { callId, to, from } = request
      const call = byDialog.get(`${callId} ${to.tag ?? ''} ${from.tag ?? ''}`)
      return call !== undefined && samePeer(call.source, source) ? call : undefined
    },
    ofTransaction: (transaction) => byTransaction.get(transaction),
    isMerged: (invite) => byInvite.has(inviteKey(invite)),
    all: () => [...byDialog.values()],
  }
}

function dialogKey(dialog: Dialog): string {
  return `${dialog.callId} ${dialog.localTag} ${dialog.remoteTag}`
}

function inviteKey({ callId, from, cseq }: ReceivedRequest): string {
  return `${callId} ${from.tag ?? ''} ${cseq.number}`
}
