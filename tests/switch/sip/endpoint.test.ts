import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { SipCall, SipEndpoint } from '../../../src/switch/sip/call/call.ts'
import { placeCall } from '../../../src/switch/sip/call/caller.ts'
import { openSipEndpoint } from '../../../src/switch/sip/endpoint.ts'
import { ourSdp, request, theirSdp } from './wire.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const stranger = '127.0.0.66'

let endpoint: SipEndpoint
let onCall: (call: SipCall) => void
let ended: string[]
let offers: (string | undefined)[]

beforeEach(async () => {
  ended = []
  offers = []
  onCall = (call) => {
    call.ring()
    call.answer(ourSdp)
  }
  endpoint = await openSipEndpoint({
    host: '127.0.0.1',
    port: 0,
    mayTalk: (address) => address !== stranger,
    callsMax: 10,
    log,
    onCall(call) {
      call.listen({
        acknowledged: () => undefined,
        reoffered(offer) {
          offers.push(offer)
          return ourSdp
        },
        pressed: () => undefined,
        ended: (why) => void ended.push(why),
      })
      onCall(call)
    },
  })
})
afterEach(() => endpoint.close())

const plan = (parameters: string) => ({
  from: 'sip:ada@127.0.0.1',
  to: `sip:rundruf@127.0.0.1:${endpoint.port}${parameters}`,
  sdp: theirSdp,
  log,
})

describe.each([
  ['UDP', ''],
  ['TCP', ';transport=tcp'],
])('over %s', (_, parameters) => {
  it('a caller is answered, changes the call and hangs up', async () => {
    const call = await placeCall(plan(parameters))
    expect(await call.answered).toEqual({ status: 200, sdp: ourSdp })
    expect(call.provisional).toEqual([100, 180])
    expect(endpoint.callCount).toBe(1)
    expect(await call.reinvite('hold')).toEqual({ status: 200, sdp: ourSdp })
    call.bye()
    expect(await call.ended).toBe('we-hung-up')
    expect(ended).toEqual(['caller-hung-up'])
    expect(offers).toEqual(['hold'])
  })

  it('a caller gives up while it rings', async () => {
    onCall = (call) => {
      call.ring()
    }
    const call = await placeCall(plan(parameters))
    call.cancel()
    expect(await call.answered).toEqual({ status: 487, sdp: undefined })
    expect(await call.ended).toBe('refused')
    expect(ended).toEqual(['cancelled'])
  })

  it('a caller hears a refusal', async () => {
    onCall = (call) => {
      call.refuse(486)
    }
    const call = await placeCall(plan(parameters))
    expect(await call.answered).toEqual({ status: 486, sdp: undefined })
  })

  it('a caller is hung up on when the endpoint closes', async () => {
    const call = await placeCall(plan(parameters))
    await call.answered
    // The 200 of a re-INVITE can only come when the ACK of the first 200 is there.
    await call.reinvite(theirSdp)
    await endpoint.close()
    expect(await call.ended).toBe('they-hung-up')
    endpoint = await openSipEndpoint({
      host: '127.0.0.1',
      port: 0,
      mayTalk: () => true,
      callsMax: 1,
      log,
      onCall,
    })
  })
})

describe('S-60 who may not talk gets no answer at all', () => {
  it('not over UDP: only the allowed one hears something', async () => {
    const sockets = await Promise.all(
      [stranger, '127.0.0.1'].map(async (address) => {
        const socket = createSocket('udp4')
        const listening = once(socket, 'listening')
        socket.bind(0, address)
        await listening
        return { socket, answers: [] as string[] }
      }),
    )
    const [foreign, allowed] = sockets
    for (const { socket, answers } of sockets) {
      socket.on('message', (octets) => void answers.push(octets.toString('latin1')))
    }
    foreign!.socket.send(request({ method: 'OPTIONS' }), endpoint.port, '127.0.0.1')
    foreign!.socket.send('nonsense', endpoint.port, '127.0.0.1')
    const heard = once(allowed!.socket, 'message')
    allowed!.socket.send(request({ method: 'OPTIONS' }), endpoint.port, '127.0.0.1')
    await heard
    expect(allowed!.answers).toHaveLength(1)
    expect(foreign!.answers).toEqual([])
    for (const { socket } of sockets) socket.close()
  })

  it('not over TCP: the connection is reset', async () => {
    const socket = connect({ port: endpoint.port, host: '127.0.0.1', localAddress: stranger })
    const heard: Buffer[] = []
    socket.on('data', (octets) => void heard.push(octets))
    socket.on('error', () => undefined)
    await new Promise((closed) => socket.on('close', closed))
    expect(heard).toEqual([])
  })
})

it('S-68 a connection that breaks in the middle of an INVITE harms nobody', async () => {
  const socket = connect({ port: endpoint.port, host: '127.0.0.1' })
  await once(socket, 'connect')
  socket.write(request().slice(0, 80))
  socket.resetAndDestroy()
  await once(socket, 'close')
  const call = await placeCall(plan(';transport=tcp'))
  expect(await call.answered).toMatchObject({ status: 200 })
  call.bye()
  await call.ended
})

it('S-68 the BYE finds its way when the TCP connection of a call has gone', async () => {
  const phone = createServer()
  phone.listen(0, '127.0.0.1')
  await once(phone, 'listening')
  const { port } = phone.address() as AddressInfo
  const calls: SipCall[] = []
  onCall = (call) => {
    calls.push(call)
    call.answer(ourSdp)
  }
  const first = connect({ port: endpoint.port, host: '127.0.0.1' })
  const contact = (text: string) =>
    text.replace('ada@127.0.0.7:5062>', `ada@127.0.0.1:${port};transport=tcp>`)
  first.write(contact(request()))
  let heard = ''
  for await (const octets of first as AsyncIterable<Buffer>) {
    heard += octets.toString()
    const tag = /200 OK[^]*To: .*;tag=(\w+)/.exec(heard)?.[1]
    if (tag === undefined) continue
    first.write(contact(request({ method: 'ACK', toTag: tag })))
    first.end()
  }
  const again = once(phone, 'connection')
  calls[0]?.end()
  const [second] = (await again) as [Socket]
  const [bye] = (await once(second, 'data')) as [Buffer]
  expect(bye.toString()).toMatch(/^BYE sip:ada@127.0.0.1/)
  second.destroy()
  phone.close()
})

it('a pong comes for a ping over TCP', async () => {
  const socket = connect({ port: endpoint.port, host: '127.0.0.1' })
  socket.write('\r\n\r\n')
  const [pong] = (await once(socket, 'data')) as [Buffer]
  expect(pong.toString()).toBe('\r\n')
  socket.destroy()
})

it('a port that is taken is refused', async () => {
  const settings = { host: '127.0.0.1', mayTalk: () => true, callsMax: 1, log, onCall }
  await expect(openSipEndpoint({ ...settings, port: endpoint.port })).rejects.toThrow('EADDRINUSE')
})
