import { describe, expect, it } from '@jest/globals'
import { readyBlock } from '../../src/commands/ready-block.ts'

describe('what is printed last at the start', () => {
  it('says where people, telephones and the curious go', () => {
    const staff = 'http://127.0.0.1:3001  (first sign-in: http://127.0.0.1:3001/invitation/0f)'
    const app = { pages: 'http://127.0.0.1:3000', staff, tryIt: 'room 471 108, PIN 352 964' }
    expect(readyBlock({ app, switch: { telephone: 'sip:rundruf@127.0.0.1:5060' } })).toBe(
      [
        'Rundruf is ready.',
        '  Pages      http://127.0.0.1:3000',
        `  Staff      ${staff}`,
        '  Telephone  sip:rundruf@127.0.0.1:5060',
        '  Try it     room 471 108, PIN 352 964',
      ].join('\n'),
    )
  })
  it('says nothing of a demo room that is not there', () => {
    expect(readyBlock({ app: { pages: 'https://a.example', telephone: '+4930123456' } })).toBe(
      'Rundruf is ready.\n  Pages      https://a.example\n  Telephone  +4930123456',
    )
  })
})
