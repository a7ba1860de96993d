import { hash, randomBytes } from 'node:crypto'
import { answerTo } from './answer.ts'
import type { SipEndpoint, SipEndpointSettings, Source } from './call.ts'
import { callTable } from './calls.ts'
import { clientTransactions } from './client-transactions.ts'
import type { Core } from './core.ts'
import { allowHeader } from './extensions.ts'
import { hangUp } from './incoming-call.ts'
import { localAddressFor } from './local-address.ts'
import { headerOf } from './message.ts'
import type { BadRequest, Header, Reading, ReceivedRequest } from './message.ts'
import { openTransports } from './open-transports.ts'
import { applyRule, isKnownMethod } from './rules.ts'
import type { Rulebook } from './rules.ts'
import { serverTransactions } from './server-transactions.ts'
import { tokenBuckets } from './token-bucket.ts'
import { inUri } from './uri.ts'
import { answerPlace, readVia } from './via.ts'
import { writeMessage } from './write.ts'

/**
 * Opens the SIP side of the switch: it takes calls and never places any.
 *
 *   datagram / stream ─▶ read ─▶ transaction ─▶ rule of the method ─▶ call ─▶ its listener
 *        mayTalk first            absorbs repeats   (rules.ts)
 *
 * Rejects when the port is taken.
 */
export async function openSipEndpoint(settings: SipEndpointSettings): Promise<SipEndpoint> {
  const { host, port, mayTalk, log } = settings
  const early: [Reading, Source][] = []
  let arrived = (reading: Reading, source: Source) => void early.push([reading, source])
  const { udp, tcp } = await openTransports({
    host,
    port,
    mayTalk,
    log,
    arrived: (reading, source) => {
      arrived(reading, source)
    },
  })
  const send = (octets: Buffer, to: Source) => {
    const transport = to.transport === 'UDP' ? udp : tcp
    transport.send(octets, to)
  }
  const place = (peer: Source) => ({ address: localAddressFor(udp.address, peer), port: udp.port })
  const core: Core = {
    settings,
    servers: serverTransactions(send),
    clients: clientTransactions(send, place),
    calls: callTable(),
    contact: (peer) => contactHeader(place(peer), peer.transport),
    send(message, to) {
      send(writeMessage(message), to)
    },
  }
  const book = rulebook(core)
  arrived = (reading, source) => {
    receive(book, reading, source)
  }
  for (const [reading, source] of early) receive(book, reading, source)
  return {
    address: udp.address,
    port: udp.port,
    get callCount() {
      return core.calls.upCount
    },
    async close() {
      for (const call of core.calls.all()) hangUp(call, 'we-hung-up', 503)
      core.servers.close()
      core.clients.close()
      await Promise.all([udp.close(), tcp.close()])
    },
  }
}

function rulebook(core: Core): Rulebook {
  const secret = randomBytes(16).toString('hex')
  const buckets = tokenBuckets(core.settings.newCallsPerSecondMax, core.settings.newCallsBurstMax)
  return {
    core,
    statelessTag: ({ via, callId, from, cseq }) => {
      const same = `${secret} ${via.branch ?? ''} ${callId} ${from.tag ?? ''} ${cseq.number}`
      return hash('sha256', same, 'hex').slice(0, 32)
    },
    mayBegin: (address) => buckets.take(address, performance.now()),
  }
}

/** What arrived goes to the transaction it belongs to, else to the rule of its method. */
function receive(book: Rulebook, reading: Reading, source: Source): void {
  const { core } = book
  try {
    if (reading.is === 'response') core.clients.absorb(reading)
    else if (reading.is === 'bad-request') answerBadRequest(core, reading, source)
    else if (reading.is === 'request' && isNew(core, reading, source))
      applyRule(book, reading, source)
  } catch (error) {
    core.settings.log.error({ error }, 'sip: a message failed in our hands')
    if (reading.is === 'request' && reading.method !== 'ACK') {
      core.send(answerTo(reading, source, 500), answerPlace(reading.via, source))
    }
  }
}

function isNew(core: Core, request: ReceivedRequest, source: Source): boolean {
  return core.servers.absorb(request, source) === 'new'
}

/** Says what is wrong with a request that cannot be taken; an ACK never gets an answer. */
function answerBadRequest(core: Core, bad: BadRequest, source: Source): void {
  if (bad.method === 'ACK') return
  const unknown = bad.status === 400 && !isKnownMethod(bad.method)
  const headers: readonly Header[] = unknown ? [allowHeader] : []
  const via = readVia(headerOf(bad.headers, 'via') ?? '')
  core.send(
    answerTo(bad, source, unknown ? 501 : bad.status, { headers }),
    answerPlace(via, source),
  )
}

/** How to reach us within a call (RFC 3261 §8.1.1.8). */
function contactHeader(
  place: { readonly address: string; readonly port: number },
  transport: Source['transport'],
): Header {
  const parameter = transport === 'TCP' ? ';transport=tcp' : ''
  return {
    name: 'contact',
    value: `<sip:rundruf@${inUri(place.address)}:${place.port}${parameter}>`,
  }
}
