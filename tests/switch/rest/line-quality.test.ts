import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { account, makeServed, type Served } from './kit.ts'

let served: Served
beforeEach(async () => {
  served = await makeServed()
})
afterEach(async () => {
  await served.close()
})

it('how every line sounds, in one answer, for whoever knows the token', async () => {
  const { sid } = served.calls.add()
  const ask = (token: string) =>
    fetch(`${served.url}/2010-04-01/Accounts/${account.sid}/LineQuality.json`, {
      headers: { authorization: `Basic ${btoa(`${account.sid}:${token}`)}` },
    })
  expect((await ask('guess')).status).toBe(401)
  const answer = await ask(account.authToken)
  expect(await answer.json()).toEqual({
    lines: [
      {
        call_sid: sid,
        codec: 'PCMA',
        loss_percent: 0.13,
        jitter_ms: 3,
        round_trip_ms: null,
        their_loss_percent: null,
        mos: 4.4,
      },
    ],
  })
})
