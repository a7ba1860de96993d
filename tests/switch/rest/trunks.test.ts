import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { account, makeServed, type Served } from './kit.ts'

let served: Served
beforeEach(async () => {
  served = await makeServed()
})
afterEach(async () => {
  await served.close()
})

it('R-26: how every line of a provider is, in one answer, for whoever knows the token', async () => {
  const trouble = { why: 'refused', status: 403 } as const
  served.trunks.push(
    { name: '1', transport: 'TLS', is: 'registered', since: 1000, seenAs: '192.0.2.7:4711' },
    { name: '2', transport: 'UDP', is: 'refused', since: 2000, trouble, tryAgainAt: 7000 },
    { name: '3', transport: undefined, is: 'open', since: 0 },
  )
  const ask = (token: string) =>
    fetch(`${served.url}/2010-04-01/Accounts/${account.sid}/SipTrunks.json`, {
      headers: { authorization: `Basic ${btoa(`${account.sid}:${token}`)}` },
    })
  expect((await ask('guess')).status).toBe(401)
  const well = { seen_as: null, reason: null, status: null, code: null, try_again_at: null }
  expect(await (await ask(account.authToken)).json()).toEqual({
    trunks: [
      {
        ...{ trunk: '1', transport: 'tls', state: 'registered' },
        ...{ since: '1970-01-01T00:00:01.000Z', ...well, seen_as: '192.0.2.7:4711' },
      },
      {
        ...{ trunk: '2', transport: 'udp', state: 'refused', since: '1970-01-01T00:00:02.000Z' },
        ...{
          seen_as: null,
          reason: 'refused',
          status: 403,
          code: null,
          try_again_at: '1970-01-01T00:00:07.000Z',
        },
      },
      {
        ...{ trunk: '3', transport: null, state: 'open' },
        ...{ since: '1970-01-01T00:00:00.000Z', ...well },
      },
    ],
  })
})
