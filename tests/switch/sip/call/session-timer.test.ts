import { expect, it } from '@jest/globals'
import { negotiateTimer, timerHeaders } from '../../../../src/switch/sip/call/session-timer.ts'

// | the INVITE says                              | our 200 says                            | RFC 4028 §9 |
it.each<[string, Record<string, string>, string | undefined]>([
  ['nothing', {}, undefined],
  ['an interval, but not Supported: timer', { 'session-expires': '600' }, undefined],
  ['nonsense', { supported: 'timer', 'session-expires': 'soon' }, undefined],
  ['no refresher', { supported: 'timer', 'session-expires': '600' }, '600;refresher=uac'],
  [
    'refresher=uac',
    { supported: '100rel, timer', 'session-expires': '600 ; refresher=UAC' },
    '600;refresher=uac',
  ],
  [
    'refresher=uas',
    { supported: 'timer', allow: 'UPDATE', 'session-expires': '600;refresher=uas' },
    '600;refresher=uas',
  ],
  [
    'refresher=uas without UPDATE',
    { supported: 'timer', 'session-expires': '600;refresher=uas' },
    '600;refresher=uas',
  ],
  ['years', { supported: 'timer', 'session-expires': '999999999' }, '86400;refresher=uac'],
])('asked for %s', (_, asked, answer) => {
  const headers = Object.entries(asked).map(([name, value]) => ({ name, value }))
  const negotiated = negotiateTimer(headers)
  const said = negotiated.is === 'agreed' ? timerHeaders(negotiated.timer)[0]?.value : undefined
  expect(said).toBe(answer)
})
