import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import twilio from 'twilio'
import type { CallRecord, CallRecords, Detour } from '../../../src/switch/call/records.ts'
import { makeNumberBook } from '../../../src/switch/rest/number-book.ts'
import { restApp } from '../../../src/switch/rest/rest-app.ts'
import type { TrunkState } from '../../../src/switch/sip/trunk/trunk.ts'
import type { Caller } from '../conference/kit.ts'
import { makeRoom } from '../conference/kit.ts'
import { errorBody, mistakes } from '../../kit/twilio-description.ts'

export const account = { sid: `AC${'0'.repeat(32)}`, authToken: 'correct horse battery staple' }

/** A switch whose calls are a list in memory, served on a free port of the loopback, and Twilio's own client for it. */
export async function makeServed(authToken = account.authToken) {
  const room = makeRoom()
  const calls = makeCallList()
  const number = makeNumberBook(
    { phoneNumber: '+4930111', voiceUrl: 'http://127.0.0.1:3000/voice/answer' },
    () => room.clock.now,
  )
  const { conferences, logged } = room
  const trunks: TrunkState[] = []
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: Readonly<Record<string, unknown>>) => logged.push(fields),
  }
  const answers = makeAnswerCheck()
  const app = restApp({
    account: { ...account, authToken },
    calls: calls.records,
    conferences,
    number,
    trunks: () => trunks,
    log,
  })
  const server = createServer((request, response) => {
    answers.watch(request.method ?? '', request.url ?? '', response)
    app(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${String(port)}`
  return {
    room,
    calls,
    number,
    trunks,
    url,
    client: clientFor(url, account.authToken),
    /** What was wrong with any answer so far. */
    mistakes: answers.mistakes,
    close: () => closed(server),
  }
}

export type Served = Awaited<ReturnType<typeof makeServed>>

export function clientFor(url: string, authToken: string) {
  const client = twilio(account.sid, authToken)
  client.api.baseUrl = url
  return client
}

async function closed(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}

/** Holds every answer against Twilio's description while it goes out. */
function makeAnswerCheck() {
  const found: string[] = []
  return {
    mistakes: found,
    watch(method: string, url: string, response: ServerResponse) {
      const chunks: Buffer[] = []
      const end = response.end.bind(response)
      response.end = ((...given: Parameters<typeof end>) => {
        const [chunk] = given as unknown as [unknown]
        if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) chunks.push(Buffer.from(chunk))
        const text = Buffer.concat(chunks).toString('utf8')
        const body: unknown = text === '' ? undefined : JSON.parse(text)
        const path = url.split('?')[0] ?? ''
        const wrong =
          response.statusCode < 300
            ? mistakes(method, path, response.statusCode, body)
            : errorBody.safeParse(body).success
              ? []
              : ['not an error body']
        found.push(...wrong.map((one) => `${method} ${path}: ${one}`))
        return end(...given)
      }) as typeof response.end
    },
  }
}

/** Calls as calls.ts keeps them, as far as REST sees it. */
export function makeCallList() {
  const all = new Map<string, CallRecord>()
  const detours: { sid: string; to: Detour }[] = []
  const up = (sid: string) => {
    const call = all.get(sid)
    return call !== undefined && call.endTime === undefined ? call : undefined
  }
  const records: CallRecords = {
    find: (sid) => all.get(sid),
    list: () => [...all.values()].reverse(),
    detour(sid, to) {
      detours.push({ sid, to })
      return up(sid) !== undefined
    },
    complete(sid) {
      const call = up(sid)
      if (call === undefined) return false
      const status = call.status === 'ringing' ? 'canceled' : 'completed'
      all.set(sid, { ...call, status, endTime: call.dateCreated + 61_000 })
      return true
    },
    qualities: () =>
      [...all.keys()].map((sid) => ({
        sid,
        codec: 'PCMA',
        lossPercent: 0.126,
        jitterMs: 3,
        mos: 4.4,
      })),
    forget: (sid) => up(sid) === undefined && all.delete(sid),
  }
  return {
    records,
    detours,
    /** A call that is up since one second after six in the evening, or as told. */
    add(change: Partial<CallRecord> & { readonly caller?: Caller } = {}): CallRecord {
      const { caller, ...rest } = change
      const at = Date.UTC(2026, 10, 23, 18, 0, 1)
      const call: CallRecord = {
        sid: caller?.leg.sid ?? `CA${(all.size + 1).toString(16).padStart(32, 'f')}`,
        from: '+4930222',
        to: '+4930111',
        status: 'in-progress',
        dateCreated: at,
        dateUpdated: at,
        startTime: at,
        endTime: undefined,
        ...rest,
      }
      all.set(call.sid, call)
      return call
    },
  }
}
