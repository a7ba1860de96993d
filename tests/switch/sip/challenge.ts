import { readDatagram } from '../../../src/switch/sip/message/read.ts'
import type { ReceivedResponse } from '../../../src/switch/sip/message/message.ts'

export type ChallengeWish = {
  readonly status?: 401 | 407
  readonly scheme?: string
  readonly realm?: string
  readonly nonce?: string
  readonly algorithm?: string
  readonly stale?: boolean
}

/** The header of a challenge as a registrar writes it. */
export function challengeHeader(wish: ChallengeWish = {}): string {
  const { status = 401, scheme = 'Digest', realm = 'provider.example', nonce = 'n1' } = wish
  const { algorithm = 'MD5', stale = false } = wish
  const name = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate'
  return `${name}: ${scheme} realm="${realm}", nonce="${nonce}", qop="auth", algorithm=${algorithm}${stale ? ', stale=true' : ''}`
}

/** A 401 or 407 as it arrives. */
export function challenge(wish: ChallengeWish = {}): ReceivedResponse {
  const { status = 401 } = wish
  const text = [
    `SIP/2.0 ${status} Unauthorized`,
    'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
    'From: <sip:us@provider.example>;tag=1',
    'To: <sip:us@provider.example>;tag=2',
    'Call-ID: 1',
    'CSeq: 1 REGISTER',
    challengeHeader(wish),
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
  const reading = readDatagram(Buffer.from(text, 'latin1'))
  if (reading.is !== 'response') throw new Error('no response')
  return reading
}
