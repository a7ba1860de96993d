import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connect, createServer, type TLSSocket } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, test } from '@jest/globals'
import type { SipEndpoint } from '../../../../src/switch/sip/call/call.ts'
import { openSipEndpoint } from '../../../../src/switch/sip/endpoint.ts'
import { openWay } from '../../../../src/switch/sip/trunk/way.ts'
import { certificate } from '../../../kit/certificates.ts'
import { ourSdp, request } from '../wire.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const identity = { certificate: certificate('good'), key: certificate('key') }
const stranger = '127.0.0.66'

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const closing: (() => Promise<unknown>)[] = []

async function endpoint(): Promise<SipEndpoint> {
  const one = await openSipEndpoint({
    ...{ host: '127.0.0.1', port: 0, callsMax: 10, log, tls: { ...identity, port: 0 } },
    mayTalk: (address) => address !== stranger,
    onCall(call) {
      call.listen({
        ...{ acknowledged: () => undefined, reoffered: () => ourSdp },
        ...{ pressed: () => undefined, ended: () => undefined },
      })
      call.answer(ourSdp)
    },
  })
  closing.push(() => one.close())
  return one
}

async function telephone(port: number): Promise<TLSSocket> {
  const socket = connect({
    port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: certificate('ca'),
  })
  await once(socket, 'secureConnect')
  closing.push(() => Promise.resolve(socket.destroy()))
  return socket
}

describe('telephones over TLS', () => {
  it('a call is answered on its connection, and our Contact says so', async () => {
    const { tlsPort = 0 } = await endpoint()
    const socket = await telephone(tlsPort)
    socket.write(request().replace('SIP/2.0/UDP', 'SIP/2.0/TLS'))
    let heard = ''
    while (!heard.includes('v=0')) heard += String((await once(socket, 'data'))[0])
    expect(heard).toMatch(/^SIP\/2\.0 200 OK/m)
    expect(heard).toContain(`Contact: <sip:rundruf@127.0.0.1:${tlsPort};transport=tls>`)
  })

  it('S-60: an address that may not talk is cut off before the handshake', async () => {
    const { tlsPort = 0 } = await endpoint()
    const socket = connectTcp({ port: tlsPort, host: '127.0.0.1', localAddress: stranger })
    const heard: Buffer[] = []
    socket.on('error', () => undefined).on('data', (octets) => heard.push(octets))
    socket.write('\x16\x03\x01')
    await once(socket, 'close')
    expect(heard).toEqual([])
  })

  it('S-68: rubbish instead of a handshake disturbs nobody', async () => {
    const { tlsPort = 0 } = await endpoint()
    const socket = connectTcp({ port: tlsPort, host: '127.0.0.1' })
    socket.on('error', () => undefined).write('INVITE sip:x SIP/2.0\r\n\r\n')
    socket.resume()
    await once(socket, 'close')
    expect((await telephone(tlsPort)).authorized).toBe(true)
  })

  it('without a certificate nothing is heard, and a port that is taken is said', async () => {
    const first = await endpoint()
    const settings = { host: '127.0.0.1', port: 0, callsMax: 1, log, onCall: () => undefined }
    const plain = await openSipEndpoint({ ...settings, mayTalk: () => true })
    closing.push(() => plain.close())
    expect(plain.tlsPort).toBeUndefined()
    const tls = { ...identity, port: first.tlsPort ?? 0 }
    await expect(openSipEndpoint({ ...settings, mayTalk: () => true, tls })).rejects.toThrow(
      'EADDRINUSE',
    )
  })
})

describe('a trunk over TLS', () => {
  /** A provider with that certificate, and our way to it. */
  async function provider(cert: string) {
    const told = Promise.withResolvers<string | false | null>()
    const server = createServer({ cert: certificate(cert), key: identity.key }, (socket) => {
      told.resolve(socket.servername)
      socket.on('error', () => undefined)
      closing.push(() => Promise.resolve(socket.destroy()))
    }).listen(0, '127.0.0.1')
    server.on('tlsClientError', () => undefined)
    await once(server, 'listening')
    closing.push(() => Promise.resolve(server.close()))
    const way = (serverName: string, ca?: string) => {
      const one = openWay({
        ...{ transport: 'TLS', host: '0.0.0.0', serverName, log },
        ...(ca === undefined ? {} : { ca }),
        ...{ arrived: () => undefined, lost: () => undefined },
      })
      closing.push(() => one.close())
      return one
    }
    const { port } = server.address() as AddressInfo
    return {
      way,
      told: told.promise,
      target: { transport: 'TLS', address: '127.0.0.1', port } as const,
    }
  }

  it('the provider is told its name, and its certificate must carry it', async () => {
    const { way, told, target } = await provider('good')
    const place = await way('localhost', certificate('ca')).open(target)
    expect(place).toMatchObject({ address: '127.0.0.1' })
    expect(await told).toBe('localhost')
  })

  test.each([
    ['other-name', 'localhost', 'ca', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['good', 'provider.example', 'ca', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expired', 'localhost', 'ca', 'CERT_HAS_EXPIRED'],
    ['self-signed', 'localhost', 'ca', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['good', 'localhost', undefined, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('S-61: nothing is said to a %s certificate for %s', async (cert, name, ca, code) => {
    const { way, target } = await provider(cert)
    const opened = way(name, ca === undefined ? undefined : certificate(ca)).open(target)
    await expect(opened).rejects.toMatchObject({ code })
  })
})
