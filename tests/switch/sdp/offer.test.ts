import { describe, expect, test } from '@jest/globals'
import type { LocalSound } from '../../../src/switch/sdp/agreed.ts'
import { answerOffer } from '../../../src/switch/sdp/answer.ts'
import { makeOffer, readAnswer } from '../../../src/switch/sdp/offer.ts'

const local: LocalSound = {
  address: '192.0.2.1',
  port: 10_000,
  sessionId: 4711,
  version: 1,
  mayReach: (address) => address.startsWith('192.0.2.'),
}
const other: LocalSound = { ...local, address: '192.0.2.7', port: 4000 }

const answer = (media: string, ...lines: string[]) =>
  ['v=0', 'o=- 1 1 IN IP4 192.0.2.7', 's=-', 'c=IN IP4 192.0.2.7', 't=0 0', media, ...lines].join(
    '\r\n',
  )

describe('our own offer (late offer)', () => {
  test('A-13 offers G.722, then A-law, µ-law, and keys', () => {
    expect(makeOffer(local)).toContain('m=audio 10000 RTP/AVP 9 8 0 101\r\n')
  })

  test('two of us agree', () => {
    const answered = answerOffer(makeOffer(local), other)
    if ('status' in answered) throw new Error(answered.why)
    expect(readAnswer(answered.sdp, local)).toEqual({
      agreed: {
        address: '192.0.2.7',
        port: 4000,
        rtcp: { mux: false, port: 4001 },
        codec: 'G722',
        telephoneEventPayloadType: 101,
        direction: 'sendrecv',
      },
    })
  })

  test('the first of our codecs that the answer names is spoken', () => {
    const read = (media: string) => readAnswer(answer(media), local)
    expect(read('m=audio 4000 RTP/AVP 0 8')).toMatchObject({ agreed: { codec: 'PCMU' } })
    expect(read('m=audio 4000 RTP/AVP 8 0')).toMatchObject({ agreed: { codec: 'PCMA' } })
    expect(read('m=audio 4000 RTP/AVP 8 9')).toMatchObject({ agreed: { codec: 'PCMA' } })
    expect(read('m=audio 4000 RTP/AVP 0')).toMatchObject({ agreed: { codec: 'PCMU' } })
  })

  test('what they only send we only hear', () => {
    const held = answer('m=audio 4000 RTP/AVP 8', 'a=sendonly')
    expect(readAnswer(held, local)).toMatchObject({ agreed: { direction: 'recvonly' } })
  })

  test.each([
    ['refused', answer('m=audio 0 RTP/AVP 8')],
    ['another codec', answer('m=audio 4000 RTP/AVP 18')],
    ['more lines than we offered', answer('m=audio 4000 RTP/AVP 8', 'm=video 0 RTP/AVP 96')],
    ['S-64 a place we may not send to', answer('m=audio 4000 RTP/AVP 8', 'c=IN IP4 198.51.100.1')],
    ['S-64 nowhere', answer('m=audio 4000 RTP/AVP 8', 'c=IN IP4 0.0.0.0')],
    ['nothing', ''],
  ])('an answer that is %s does not do', (_, text) => {
    expect(readAnswer(text, local)).toMatchObject({ status: 488 })
  })
})
