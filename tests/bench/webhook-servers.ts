import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { usualOptions } from '../../src/conference/room.ts'
import { openStore, type StoreSettings } from '../../src/store/open.ts'
import { openPhone } from '../../src/voice/carrier/phone.ts'
import { voiceRoutes } from '../../src/voice/routes.ts'
import { readSpeech } from '../../src/voice/speech.ts'

export const accountSid = `AC${'0'.repeat(32)}`
export const authToken = 'bench'
export const publicUrl = 'http://127.0.0.1:8000'
const pinKey = Buffer.alloc(32, 7)

/** A server in a process of its own: the telephone side on this database, or nothing but the bare frame. */
export async function serve(store: StoreSettings | undefined): Promise<void> {
  const app = express().disable('x-powered-by')
  if (store === undefined) bare(app)
  else await telephoneSide(app, store)
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.on('message', () => process.send?.(process.cpuUsage()))
  // However the measuring ends, its servers end with it.
  process.on('disconnect', () => process.exit())
  process.send?.(server.address())
}

function bare(app: express.Express): void {
  const document = '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>'
  app.use(express.urlencoded({ extended: false }), (request, response) => {
    const form = request.body as Record<string, string>
    const signature = request.get('X-Twilio-Signature') ?? ''
    if (!validateRequest(authToken, signature, publicUrl + request.originalUrl, form))
      response.sendStatus(403)
    else response.type('text/xml').send(document)
  })
}

async function telephoneSide(app: express.Express, settings: StoreSettings): Promise<void> {
  const store = await openStore(settings, { pinKey })
  for (let at = 0; at < 100; at++) {
    const pins = { guestPin: '352964', hostPin: '802517' }
    const room = { id: `r${at}`, number: String(500_100 + at), ...pins, locale: 'de' }
    await store.rooms.add({ ...room, ...usualOptions })
  }
  app.use(
    voiceRoutes({
      settings: {
        publicUrl: new URL(publicUrl),
        accountSid,
        authTokens: [authToken],
        locale: 'de',
      },
      store,
      phone: openPhone({ accountSid, apiKeySid: '', apiKeySecret: '', apiUrl: undefined }),
      speech: await readSpeech({
        configFolder: fileURLToPath(new URL('../../config', import.meta.url)),
        voice: 'files',
        organisation: 'Telefon-Runde',
        locale: 'de',
      }),
      clock: Date.now,
      randomness: { below: (max) => randomInt(max), token: () => randomBytes(16).toString('hex') },
      announce: () => undefined,
      after: (ms, work) => {
        const timer = setTimeout(work, ms)
        return () => {
          clearTimeout(timer)
        }
      },
    }),
  )
}
