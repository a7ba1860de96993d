import type { Source } from './call.ts'
import { serverHeader } from './extensions.ts'
import { noBody } from '../message/message.ts'
import type { BadRequest, Header, ReceivedRequest, SipResponse } from '../message/message.ts'
import { readNameAddress } from '../message/name-address.ts'
import { reasonOf } from './reasons.ts'
import { readVia, stampVia } from '../message/via.ts'

const repeated = new Set(['via', 'from', 'to', 'call-id', 'cseq'])

export type AnswerParts = {
  /** Put on the To when it has no tag yet. */
  readonly toTag?: string
  readonly headers?: readonly Header[]
  readonly body?: Buffer
}

/**
 * The answer to a request: Via, From, To, Call-ID and CSeq as they came (RFC 3261 §8.2.6.2), the top
 * Via with the sender's true address. Works for bad requests, with what they have.
 */
export function answerTo(
  request: ReceivedRequest | BadRequest,
  source: Source,
  status: number,
  parts: AnswerParts = {},
): SipResponse {
  const headers: Header[] = []
  let stamped = false
  for (const header of request.headers) {
    if (!repeated.has(header.name)) continue
    if (header.name === 'via' && !stamped) {
      headers.push({ name: 'via', value: stampTop(request, header.value, source) })
      stamped = true
    } else if (header.name === 'to' && parts.toTag !== undefined) {
      headers.push({ name: 'to', value: withTag(request, header.value, parts.toTag) })
    } else headers.push(header)
  }
  headers.push(serverHeader)
  if (parts.headers !== undefined) headers.push(...parts.headers)
  return { is: 'response', status, reason: reasonOf(status), headers, body: parts.body ?? noBody }
}

function stampTop(request: ReceivedRequest | BadRequest, value: string, source: Source): string {
  const via = request.is === 'request' ? request.via : readVia(value)
  return via === undefined ? value : stampVia(value, via, source)
}

function withTag(request: ReceivedRequest | BadRequest, value: string, tag: string): string {
  const to = request.is === 'request' ? request.to : readNameAddress(value)
  return to === undefined || to.tag !== undefined ? value : `${value};tag=${tag}`
}
