import { expect, test } from '@jest/globals'
import { encryptionFor } from '../../../src/switch/call/secrecy.ts'
import { callSound } from '../../../src/switch/call/sound.ts'
import type { Line } from '../../../src/switch/media/line.ts'
import type { Source } from '../../../src/switch/sip/call/call.ts'

// | SIP comes                    | keys are taken | with the operator's leave |
test.each<[string, string, boolean]>([
  ['UDP', '127.5.0.1', true],
  ['TCP', '::1', true],
  ['TLS', '192.0.2.7', true],
  ['UDP', '192.0.2.7', false],
  ['TCP', '2001:db8::7', false],
])('over %s from %s: %s', (transport, address, may) => {
  const source = { transport, address, port: 5060 } as Source
  expect(encryptionFor(source, false)).toEqual({ may, offered: transport === 'TLS' })
  expect(encryptionFor(source, true).may).toBe(true)
})

const key = 'PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR'
const offer = (profile: string, ...lines: string[]) =>
  [
    ...['v=0', 'o=- 7 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'],
    ...[`m=audio 4000 ${profile} 8`, ...lines, ''],
  ].join('\r\n')

test('a refresh keeps our key; after plain sound there is a new one', () => {
  const encrypted = offer('RTP/SAVP', `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}`)
  const us = { address: '127.0.0.1', port: 30_000, sessionId: 1, mayReach: () => true }
  const encryption = { may: true, offered: false }
  const line = { agree: () => undefined } as unknown as Line
  const sound = callSound(line, { ...us, encryption }, encrypted)
  if ('status' in sound) throw new Error(sound.why)
  const ours = (text: unknown) => /inline:(\S+)/.exec(String(text))?.[1]
  const first = sound.take()
  expect(ours(first)).not.toBe(key)
  expect(sound.reoffered(encrypted)).toBe(first)
  expect(ours(sound.reoffered(undefined))).toBe(ours(first))
  expect(sound.reoffered(offer('RTP/AVP'))).not.toContain('crypto')
  const again = ours(sound.reoffered(encrypted))
  expect(again).toBeDefined()
  expect(again).not.toBe(ours(first))
})
