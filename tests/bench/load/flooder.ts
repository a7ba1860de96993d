/**
 * A process that sends rubbish at an even pace (flood.ts starts it). UDP goes round a few sockets; TCP is some of the
 * connections that scanners make: whole messages, half ones that are cut off, and some that say nothing at all.
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type Socket as Stream } from 'node:net'
import { setTimeout as pass } from 'node:timers/promises'
import { rtpRubbish, sipRubbish, type Rubbish } from './rubbish.ts'

export type Flood = {
  readonly what: 'SIP' | 'RTP'
  /** Our own addresses, in turn; a port of 0 takes a free one. */
  readonly from: readonly { readonly address: string; readonly port: number }[]
  readonly to: readonly { readonly address: string; readonly port: number }[]
  readonly perSecond: number
  readonly seconds: number
  /** Where a few of the messages go by TCP; absent: none do. */
  readonly tcp?: { readonly address: string; readonly port: number }
}
export type Flooded = { readonly sent: number; readonly streams: number; readonly answers: number }

const paceMs = 5
/** Of a hundred messages these go by TCP. */
const byTcpPercent = 5
const streamsOpenMax = 200
const messagesPerStream = 10

async function flood({ what, from, to, perSecond, seconds, tcp }: Flood): Promise<Flooded> {
  const rubbish = what === 'SIP' ? sipRubbish() : rtpRubbish()
  let [sent, answers] = [0, 0]
  const sockets = await Promise.all(from.map(open))
  for (const socket of sockets) socket.on('message', () => answers++)
  const streams = tcp && streamsTo(tcp, rubbish, from[0]?.address ?? '')
  const begun = performance.now()
  for (;;) {
    const elapsedMs = performance.now() - begun
    if (elapsedMs >= seconds * 1000) break
    for (const due = (elapsedMs / 1000) * perSecond; sent < due; sent++) {
      if (streams && sent % 100 < byTcpPercent) {
        streams.send()
        continue
      }
      const { address, port } = to[sent % to.length]!
      sockets[sent % sockets.length]!.send(rubbish(), port, address)
    }
    await pass(paceMs)
  }
  for (const socket of sockets) socket.close()
  streams?.close()
  return { sent, answers, streams: streams?.opened() ?? 0 }
}

async function open({ address, port }: { address: string; port: number }): Promise<Socket> {
  const lookup = (
    host: string,
    _: unknown,
    found: (error: null, address: string, family: number) => void,
  ) => {
    found(null, host, 4)
  }
  const socket = createSocket({ type: 'udp4', reuseAddr: true, lookup })
  // Nobody listens there: just so.
  socket.on('error', () => undefined)
  const listening = once(socket, 'listening')
  socket.bind(port, address)
  await listening
  return socket
}

/** Every third connection is cut off amid a message, every third says nothing more and stays. */
function streamsTo(to: { address: string; port: number }, rubbish: Rubbish, localAddress: string) {
  const open = new Set<Stream>()
  let opened = 0
  let current: { stream: Stream; left: number } | undefined
  const dial = (): Stream => {
    opened++
    const stream = connect({ host: to.address, port: to.port, localAddress, noDelay: true })
    open.add(stream)
    stream.on('error', () => undefined).on('close', () => open.delete(stream))
    stream.resume()
    for (const oldest of open) {
      if (open.size <= streamsOpenMax) break
      open.delete(oldest)
      oldest.resetAndDestroy()
    }
    return stream
  }
  return {
    send() {
      if (!current || current.left <= 0 || current.stream.destroyed) {
        current = { stream: dial(), left: messagesPerStream }
      }
      const { stream } = current
      const message = rubbish()
      current.left--
      if (current.left > 0 || opened % 3 === 0) stream.write(message)
      else if (opened % 3 === 1) {
        stream.write(message.subarray(0, message.length >> 1), () => stream.resetAndDestroy())
      }
    },
    opened: () => opened,
    close() {
      for (const stream of open) stream.resetAndDestroy()
    },
  }
}

process.on('message', (wish) => {
  void flood(wish as Flood).then((flooded) => process.send?.(flooded))
})
process.on('disconnect', () => process.exit())
