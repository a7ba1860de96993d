import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import express from 'express'
import type { Happening } from '../../src/conference/happenings.ts'
import type { Mail } from '../../src/conference/organiser/mails.ts'
import type { Account } from '../../src/conference/organiser/organising.ts'
import type { Room } from '../../src/conference/room/room.ts'
import { filesOfSwitch } from '../../src/conference/kept/data-kinds.ts'
import { inventory } from '../../src/store/inventory.ts'
import { visits } from '../../src/web/doors.ts'
import { faultPage, notFoundPage } from '../../src/web/faults.tsx'
import { securityHeaders } from '../../src/web/headers.ts'
import { webRoutes, type WebParts } from '../../src/web/routes.ts'
import { readTexts } from '../../src/web/texts.ts'
import { stoppedClock } from './clock.ts'
import { pretendEvenings } from './evenings.ts'
import { aRoom, aStore, randomness } from './rooms.ts'
import { signIn } from './signed-in.ts'
import { Visitor } from './visitor.ts'

const configFolder = fileURLToPath(new URL('../../config', import.meta.url))
const texts = await readTexts(configFolder)

/** The pages on a free port, with a fresh database and a clock that moves when told. */
export async function openWebHouse(
  instead: Partial<WebParts> = {},
  trustedProxies: readonly string[] = [],
) {
  const store = instead.store ?? (await aStore())
  const clock = stoppedClock()
  const happened: Happening[] = []
  const faults: unknown[] = []
  const evenings = pretendEvenings()
  const stopping = new AbortController()
  const app = express().disable('x-powered-by').set('trust proxy', trustedProxies)
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const parts: WebParts = {
    texts,
    locale: 'de',
    organisation: 'Telefon-Runde',
    dialIn: '+493012345678',
    callLocales: ['de', 'en'],
    practiceNumber: '123456',
    configFolder,
    store,
    clock: clock.now,
    randomness,
    announce: (happening) => happened.push(happening),
    publicUrl: new URL(url),
    timeZone: 'Europe/Berlin',
    inventory: [...inventory, ...filesOfSwitch],
    formKey: Buffer.alloc(32, 3),
    evenings,
    stopping: stopping.signal,
    ...instead,
  }
  const forFaults = {
    ...parts,
    visitOf: visits(parts),
    isAway: store.isAway,
    log: { error: (fields: Readonly<Record<string, unknown>>) => faults.push(fields) },
  }
  app
    .use(securityHeaders(parts.publicUrl))
    .use(webRoutes(parts))
    .use(notFoundPage(forFaults))
    .use(faultPage(forFaults))

  const signedIn = (address?: string) => signIn(store, url, clock.now(), address)

  return {
    parts,
    store,
    clock,
    /** The telephone side, as far as pages see it. */
    evenings,
    url,
    /** The first moment of closing: open pages are ended. */
    stop: () => {
      stopping.abort()
    },
    /** Every connection breaks, as in a tunnel; new ones are taken. */
    breakConnections: () => {
      server.closeAllConnections()
    },
    happened,
    /** Requests that failed on our side; a test that expects none looks here. */
    faults,
    visitor: (headers?: Record<string, string>) => new Visitor(url, headers),
    signedIn,
    /** The mails that wait, oldest first; they are taken out as a sender takes them. */
    async mails(): Promise<readonly Mail[]> {
      const found: Mail[] = []
      for (;;) {
        const due = await store.mailQueue.take(clock.now(), clock.now() + 1)
        if (due === undefined) return found
        await store.mailQueue.sent(due.id, clock.now())
        found.push(due.mail)
      }
    },
    /** A room that this account organises. */
    async roomOf({ account }: { account: Account }, different: Partial<Room> = {}): Promise<Room> {
      const room = aRoom(different)
      await store.rooms.add(room)
      await store.organised.join(account.id, room.id, clock.now())
      return room
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await store.close()
    },
  }
}

export type WebHouse = Awaited<ReturnType<typeof openWebHouse>>
