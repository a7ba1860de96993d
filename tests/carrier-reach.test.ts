import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { trunksAt } from '../src/carrier-reach.ts'
import { readSettings } from '../src/settings.ts'

let server: Server
let answer: { readonly status: number; readonly body: string }

beforeEach(async () => {
  server = createServer((_request, response) => {
    response.writeHead(answer.status).end(answer.body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const line = {
  ...{ SIP_TRUNK_1_PROFILE: 'sipgate', SIP_TRUNK_1_USER: 'x', SIP_TRUNK_1_PASSWORD: 'y' },
}

function asked(settings: Readonly<Record<string, string>> = line) {
  const { port } = server.address() as AddressInfo
  return trunksAt(readSettings(settings).phone, {
    ...{ accountSid: 'AC0', authTokens: ['t'], apiKeySid: 'AC0', apiKeySecret: 't' },
    apiUrl: new URL(`http://127.0.0.1:${port}/`),
  })
}

const states = (...all: readonly string[]) => ({
  status: 200,
  body: JSON.stringify({ trunks: all.map((state) => ({ state })) }),
})

it('R-26: lines that are refused or cannot be reached are down; those that are tried for the first time are not', async () => {
  answer = states('registered', 'open', 'trying', 'refused', 'unreachable')
  expect(await asked()).toEqual({ down: 2, lines: 5 })
})

it('nobody knows while the switch does not say, and where there are no lines nobody asks', async () => {
  answer = { status: 503, body: '' }
  expect(await asked()).toBeUndefined()
  answer = { status: 200, body: 'no JSON' }
  expect(await asked()).toBeUndefined()
  answer = states('refused')
  expect(await asked({})).toBeUndefined()
})
