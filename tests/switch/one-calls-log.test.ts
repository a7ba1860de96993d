import { expect, test } from '@jest/globals'
import { startSwitch } from '../../src/switch/switch.ts'
import { dial } from '../../src/telephone/dial.ts'
import { application, switchFor } from './application.ts'

/* Somebody says "my call was strange": one search by the call's name in the log tells its whole way. */
test.each([
  { where: 'here', mediaThreads: 0, rtp: 22_400 },
  { where: 'in a thread, which tells everything later', mediaThreads: 1, rtp: 22_900 },
])('the way of one call with sound $where is in the log under its name', async (place) => {
  const { mediaThreads, rtp } = place
  await using app = await application({
    '/voice':
      '<Response><Dial action="/left"><Conference beep="false">evening</Conference></Dial></Response>',
  })
  const lines: (Readonly<Record<string, unknown>> & { readonly what: string })[] = []
  const note = (fields: Readonly<Record<string, unknown>>, what: string) =>
    void lines.push({ ...fields, what })
  await using running = await startSwitch(switchFor(app, rtp, { mediaThreads }), {
    info: note,
    warn: note,
    error: note,
  })
  const to = { user: '+4930999', host: '127.0.0.1', port: running.sipPort }
  const ada = await dial(to, { from: '+493011122333' })
  const bob = await dial(to, { from: 'bob' })
  await ada.hangUp()
  const { form } = await app.comes(({ path }) => path === '/status')
  await bob.hangUp()

  const hers = lines.filter(({ call }) => call === form['CallSid'])
  expect(hers.map(({ what }) => what)).toEqual([
    ...['call comes in', 'call answered', 'call joins a conference'],
    ...['call leaves a conference', 'call ended'],
  ])
  const [, answered, joined, left, ended] = hers
  expect(answered?.['line']).toMatch(
    /^127\.0\.0\.1:\d+ (PCMA|PCMU|G722) → .*jitter \d+ ms → .*sendrecv/,
  )
  expect(joined).toMatchObject({ conference: expect.stringMatching(/^CF[0-9a-f]{32}$/), people: 1 })
  expect(left).toMatchObject({ conference: joined?.['conference'], reason: 'participant_hung_up' })
  expect(ended).toMatchObject({ status: 'completed' })
  expect(ended?.['line']).toMatch(
    new RegExp(
      `sendrecv → gate shut → gain 0 dB → silent → room ${String(joined?.['conference'])}: 0 of 2 mixed`,
    ),
  )
  expect(JSON.stringify(lines)).not.toContain('11122333')
})
