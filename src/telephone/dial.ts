import { randomInt } from 'node:crypto'
import { setTimeout as pass } from 'node:timers/promises'
import type { Log } from '../switch/log.ts'
import type { Agreed, Codec, LocalSound } from '../switch/sdp/agreed.ts'
import { readAnswer } from '../switch/sdp/offer.ts'
import { audioLine, writeDescription } from '../switch/sdp/write.ts'
import { placeCall, type OutgoingCall } from '../switch/sip/call/caller.ts'
import { openHandset, type Handset } from './handset.ts'
import type { SipTarget } from './order.ts'

/** A call that stands. */
export type Phone = {
  readonly handset: Handset
  readonly agreed: Agreed
  /** Aborted when the call is over, whoever ended it. */
  readonly over: AbortSignal
  /** Ends the call if it is not over, and waits until the other side knows. */
  hangUp(): Promise<void>
}

export type DialOptions = {
  /** User part of our own address. */
  readonly from: string
  /** The one codec we offer. */
  readonly codec?: Codec
  /** Our own address; without it one that suits the other side. */
  readonly address?: string
}

/** Nobody took the call, or not in a way we can talk; the message says which. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed'
}

/** The payload type that most telephones use for keys. */
const keyPayloadType = 101
/** Who does not answer our goodbye for this long is gone already. */
const goodbyeMaxMs = 3000
const sessionIdsMax = 2 ** 31
const noLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

const refusals: Readonly<Record<number, string>> = {
  403: 'the other side does not take our calls (403)',
  404: 'nobody there has this number (404)',
  408: 'nobody answered (408)',
  480: 'nobody is there right now (480)',
  486: 'it is busy (486)',
  487: 'the call was cancelled (487)',
  488: 'the other side cannot talk in a way we can (488)',
  503: 'no line is free (503)',
  603: 'the call was refused (603)',
}

/**
 * Dials, and waits for the answer.
 *
 *   handset ──▶ offer ──INVITE──▶ … ringing() … ◀──200, answer──  handset.agree()  ══▶ Phone
 *
 * @throws CallFailed when nobody takes the call
 */
export async function dial(
  to: SipTarget,
  { from, codec = 'PCMA', address }: DialOptions,
  listener: { ringing?: () => void } = {},
): Promise<Phone> {
  const handset = await openHandset(address ?? '0.0.0.0')
  let local = sideOf(address ?? '', handset.port)
  const offer = (localAddress: string): string => {
    local = sideOf(localAddress, handset.port)
    const direction = 'sendrecv'
    const audio = { codecs: [codec], telephoneEventPayloadType: keyPayloadType, direction } as const
    return writeDescription(local, [audioLine(local, audio)])
  }
  try {
    const call = await placeCall({
      from: `sip:${from}@${address ?? '127.0.0.1'}`,
      to: `sip:${to.user}@${to.host}:${to.port}`,
      ...(address !== undefined && { localAddress: address }),
      sdp: offer,
      onProvisional: (status) => {
        if (status === 180) listener.ringing?.()
      },
      log: noLog,
    })
    const agreed = await answerOf(call, local)
    handset.agree(agreed)
    return phoneOf(handset, agreed, call)
  } catch (error) {
    handset.close()
    if (error instanceof CallFailed) throw error
    throw new CallFailed(`${to.host}:${to.port} cannot be reached`, { cause: error })
  }
}

function sideOf(address: string, port: number): LocalSound {
  return { address, port, sessionId: randomInt(sessionIdsMax), version: 1, mayReach: () => true }
}

async function answerOf(call: OutgoingCall, local: LocalSound): Promise<Agreed> {
  const { status, sdp } = await call.answered
  if (status !== 200) throw new CallFailed(refusals[status] ?? `the answer was ${status}`)
  const answer = readAnswer(sdp ?? '', { ...local, address: call.localAddress })
  if ('status' in answer) {
    call.bye()
    throw new CallFailed(answer.why)
  }
  return answer.agreed
}

function phoneOf(handset: Handset, agreed: Agreed, call: OutgoingCall): Phone {
  const over = new AbortController()
  const ended = call.ended.then(() => {
    over.abort()
    handset.close()
  })
  return {
    handset,
    agreed,
    over: over.signal,
    async hangUp() {
      call.bye()
      await Promise.race([ended, pass(goodbyeMaxMs, undefined, { ref: false })])
      handset.close()
    },
  }
}
