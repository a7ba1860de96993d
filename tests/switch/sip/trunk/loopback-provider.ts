import { createSocket } from 'node:dgram'
import { EventEmitter, once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { headerOf } from '../../../../src/switch/sip/message/message.ts'
import type {
  Reading,
  ReceivedRequest,
  ReceivedResponse,
} from '../../../../src/switch/sip/message/message.ts'
import { readDatagram } from '../../../../src/switch/sip/message/read.ts'
import { framing } from '../../../../src/switch/sip/transport/stream.ts'
import { answerOf } from '../wire.ts'

/** One socket or connection of our side, as the provider sees it. */
export type WayBack = { readonly port: number; send(text: string): void }

export type Arrived<Message> = { readonly message: Message; readonly way: WayBack }

/** A provider on this machine, with a registrar that takes everybody. */
export type LoopbackProvider = AsyncDisposable & {
  readonly port: number
  /** The oldest request of that method that nobody has asked for yet. */
  request(method: string): Promise<Arrived<ReceivedRequest>>
  /** The same for an answer. */
  answer(status: number): Promise<Arrived<ReceivedResponse>>
}

type Hears = (message: Reading, way: WayBack) => void

/**
 * @param accept the answer to a REGISTER
 * @param isThere the answer to OPTIONS
 */
export async function loopbackProvider(
  transport: 'UDP' | 'TCP',
  address: string,
  accept: (register: ReceivedRequest, way: WayBack) => string = accepted,
  isThere = (options: ReceivedRequest) => answerOf(options, 200),
): Promise<LoopbackProvider> {
  const requests: Arrived<ReceivedRequest>[] = []
  const answers: Arrived<ReceivedResponse>[] = []
  const bus = new EventEmitter()
  const open = transport === 'UDP' ? overUdp : overTcp
  const { port, close } = await open(address, (message, way) => {
    if (message.is === 'response') answers.push({ message, way })
    if (message.is === 'request') requests.push({ message, way })
    bus.emit('arrived')
    if (message.is !== 'request') return
    if (message.method === 'REGISTER') way.send(accept(message, way))
    if (message.method === 'OPTIONS') way.send(isThere(message))
  })
  return {
    port,
    request: (method) => oldest(bus, requests, ({ message }) => message.method === method),
    answer: (status) => oldest(bus, answers, ({ message }) => message.status === status),
    [Symbol.asyncDispose]: close,
  }
}

export function accepted(register: ReceivedRequest): string {
  const contact = headerOf(register.headers, 'contact') ?? ''
  return answerOf(register, 200, [`Contact: ${contact};expires=300`])
}

async function oldest<One>(bus: EventEmitter, all: One[], fits: (one: One) => boolean) {
  for (;;) {
    const [found] = all.splice(all.findIndex(fits) >>> 0, 1)
    if (found !== undefined) return found
    await once(bus, 'arrived')
  }
}

async function overUdp(address: string, hears: Hears) {
  const socket = createSocket('udp4')
  socket.on('message', (octets, { port, address: from }) => {
    hears(readDatagram(octets), {
      port,
      send: (text) => {
        socket.send(Buffer.from(text, 'latin1'), port, from)
      },
    })
  })
  socket.bind(0, address)
  await once(socket, 'listening')
  const close = async () => {
    socket.close()
    await once(socket, 'close')
  }
  return { port: socket.address().port, close }
}

async function overTcp(address: string, hears: Hears) {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    const frames = framing()
    const way = {
      port: socket.remotePort ?? 0,
      send: (text: string) => {
        socket.write(Buffer.from(text, 'latin1'))
      },
    }
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (octets) => {
      for (const message of frames.take(octets).readings) hears(message, way)
    })
  }).listen(0, address)
  await once(server, 'listening')
  const close = async () => {
    server.close()
    for (const socket of open) socket.destroy()
    await once(server, 'close')
  }
  return { port: (server.address() as AddressInfo).port, close }
}
