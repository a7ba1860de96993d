import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, expect, test } from '@jest/globals'
import { emptyRtpPacket, readRtp } from '../../src/switch/media/wire/rtp.ts'
import { keyPresses, readTelephoneEvent } from '../../src/switch/media/wire/telephone-event.ts'
import type { Agreed } from '../../src/switch/sdp/agreed.ts'
import { openHandset, type Handset } from '../../src/telephone/handset.ts'
import { promptOver } from '../../src/telephone/manners.ts'
import { sine, tonesIn } from '../../src/telephone/tones.ts'

const address = '127.0.0.1'
const opened: { close(): void }[] = []
afterEach(() => {
  for (const one of opened.splice(0)) one.close()
})

const open = async (): Promise<Handset> => {
  const handset = await openHandset(address)
  opened.push(handset)
  return handset
}

const towards = (port: number, more: Partial<Agreed> = {}): Agreed => ({
  ...{ address, port, codec: 'PCMA', telephoneEventPayloadType: 101, direction: 'sendrecv' },
  ...more,
})

async function connected(codec: Agreed['codec'] = 'PCMA'): Promise<[Handset, Handset]> {
  const [here, there] = await Promise.all([open(), open()])
  here.agree(towards(there.port, { codec }))
  there.agree(towards(here.port, { codec }))
  return [here, there]
}

test.each(['PCMA', 'PCMU'] as const)('what one says in %s the other hears', async (codec) => {
  const [here, there] = await connected(codec)
  here.say(sine(700, -15, 0.5), 'again')
  await there.until(() => (there.ear.utterance?.untilMs ?? 0) > 500, 3000)
  expect(tonesIn(there.heard.sound(0.3))).toEqual([
    { hertz: 700, dbfs: expect.closeTo(-15, 0) as unknown },
  ])
  expect(tonesIn(here.heard.sound())).toEqual([])
})

test('a prompt is over when it has been quiet after it', async () => {
  const [here, there] = await connected()
  here.say(sine(400, -20, 0.4))
  const prompt = await promptOver(there)
  expect(prompt && prompt.untilMs - prompt.fromMs).toBeGreaterThanOrEqual(340)
  expect(prompt && prompt.untilMs - prompt.fromMs).toBeLessThanOrEqual(460)
})

test('keys go out as packets of the payload type that was agreed', async () => {
  const socket = createSocket('udp4').bind(0, address)
  opened.push(socket)
  await once(socket, 'listening')
  const pressed: string[] = []
  const presses = keyPresses()
  const packet = emptyRtpPacket()
  socket.on('message', (bytes) => {
    if (!readRtp(bytes, packet) || packet.payloadType !== 96) return
    const event = readTelephoneEvent(bytes, packet.start, packet.end)
    const key = event && presses(event, packet.timestamp)
    if (key !== undefined) pressed.push(key)
  })
  const here = await open()
  here.agree(towards(socket.address().port, { telephoneEventPayloadType: 96 }))
  await here.press('47#', { pressMs: 60, gapMs: 60 })
  await here.until(() => pressed.length === 3, 1000)
  expect(pressed).toEqual(['4', '7', '#'])
})

test('keys need somebody who takes them', async () => {
  const here = await open()
  here.agree({ address, port: 9, codec: 'PCMA', direction: 'sendrecv' })
  await expect(here.press('1')).rejects.toThrow('takes no keys')
})

test('sound from a stranger is not heard, and does not count', async () => {
  const [here, there] = await connected()
  const stranger = await open()
  stranger.agree(towards(there.port))
  stranger.say(sine(1000, -10, 1), 'again')
  here.say(sine(700, -15, 1), 'again')
  await there.until(() => (there.ear.utterance?.untilMs ?? 0) > 500, 3000)
  expect(tonesIn(there.heard.sound(0.3)).map(({ hertz }) => hertz)).toEqual([700])
})

test('the longest wait between two packets counts even while it lasts', async () => {
  const [here, there] = await connected()
  await there.until(() => there.packets.received > 10, 2000)
  there.packets.watch()
  await there.until(() => there.packets.received > 20, 2000)
  here.close()
  await there.until(() => there.packets.longestGapMs > 200, 2000)
  expect(there.packets.longestGapMs).toBeGreaterThan(200)
})

test('waiting ends when the line is closed', async () => {
  const [here] = await connected()
  const waiting = here.until(() => false, 60_000)
  here.close()
  expect(await waiting).toBe(false)
})
