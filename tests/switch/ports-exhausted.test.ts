import { expect, test } from '@jest/globals'
import { startSwitch } from '../../src/switch/switch.ts'
import { dial, type Phone } from '../../src/telephone/dial.ts'
import { application, switchFor } from './application.ts'

const quietLog = { info: () => undefined, warn: () => undefined, error: () => undefined }
const firstRtpPort = 26_500

/** Waits until more of the switch's sound has come. */
async function hears({ handset }: Phone): Promise<boolean> {
  const { received } = handset.packets
  return handset.until(() => handset.packets.received > received + 5, 5000)
}

test('R-32: when every port for sound is lent a new call hears 503, those that are up go on, and one that ends makes room', async () => {
  await using app = await application({
    '/voice': '<Response><Pause length="0"/><Gather timeout="60"/></Response>',
    '/status': '',
  })
  const rtpPorts = { first: firstRtpPort, last: firstRtpPort + 3 }
  await using running = await startSwitch(switchFor(app, firstRtpPort, { rtpPorts }), quietLog)
  const to = { user: 'rundruf', host: '127.0.0.1', port: running.sipPort }
  const call = (from: string) => dial(to, { from, address: '127.5.61.1' })
  const [ada, bela] = [await call('ada'), await call('bela')]
  await expect(call('cleo')).rejects.toThrow('no line is free (503)')
  await expect(call('dora')).rejects.toThrow('no line is free (503)')
  expect(await hears(ada)).toBe(true)
  expect(await hears(bela)).toBe(true)
  await ada.hangUp()
  const emil = await call('emil')
  expect(await hears(emil)).toBe(true)
  expect(await hears(bela)).toBe(true)
  await bela.hangUp()
  await emil.hangUp()
})
