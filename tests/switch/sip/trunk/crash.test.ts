import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as soon } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { hangUpLastCalls } from '../../../../src/switch/hang-up-last-calls.ts'
import { lastCalls } from '../../../../src/switch/last-calls.ts'
import { openSipEndpoint } from '../../../../src/switch/sip/endpoint.ts'
import { headerOf } from '../../../../src/switch/sip/message/message.ts'
import { answerOf, request } from '../wire.ts'
import { key, providerAddress, settingsFor } from './crash-settings.ts'
import { loopbackProvider } from './loopback-provider.ts'

/* what becomes of a call of a provider when the switch is killed. */

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rundruf-crash-'))
  file = join(folder, 'calls-up')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Until what was changed is on the disk. */
async function written(there: boolean): Promise<void> {
  while (existsSync(file) !== there) await soon(5)
}

test.each(['UDP', 'TCP'] as const)(
  'R-02: over %s the BYE leaves on the way of the trunk, with the tags and the route of the call',
  async (transport) => {
    await using provider = await loopbackProvider(transport, providerAddress)
    const dying = new URL('./endpoint-that-dies.ts', import.meta.url)
    const before = fork(dying, [file, transport, String(provider.port)])
    const { way } = await provider.request('REGISTER')
    const routes = ['Record-Route: <sip:127.5.62.3;lr>', 'Record-Route: <sip:127.5.62.4;lr>']
    const words = { callId: 'before-the-crash', headers: routes }
    way.send(request(words))
    const { message: ok } = await provider.answer(200)
    const toTag = ok.to.tag ?? ''
    way.send(request({ ...words, method: 'ACK', toTag, body: '', headers: [] }))
    await written(true)
    before.kill('SIGKILL')
    await once(before, 'exit')

    const { log } = settingsFor(transport, provider.port)
    const sip = await openSipEndpoint(settingsFor(transport, provider.port))
    try {
      await hangUpLastCalls(lastCalls({ file, key }, log), sip, log)
      const registered = await provider.request('REGISTER')
      const { message: bye, way: wayOfBye } = await provider.request('BYE')
      expect(registered.way.port).not.toBe(way.port)
      expect(wayOfBye.port).toBe(registered.way.port)
      expect(bye).toMatchObject({ uri: 'sip:ada@127.0.0.7:5062', callId: 'before-the-crash' })
      expect([bye.from.tag, bye.to.tag]).toEqual([toTag, 'ada'])
      expect(bye.headers.filter(({ name }) => name === 'route').map(({ value }) => value)).toEqual([
        '<sip:127.5.62.3;lr>',
        '<sip:127.5.62.4;lr>',
      ])
      expect(headerOf(bye.headers, 'via')).toContain(`${transport} 127.0.0.1:${wayOfBye.port}`)
      wayOfBye.send(answerOf(bye, 200))
      await written(false)
    } finally {
      await sip.close()
    }
  },
)
