import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { freePort } from '../../src/commands/free-ports.ts'
import { startApp } from '../../src/app.ts'
import { installationOf } from '../../src/commands/doctor/open.ts'
import { openSecrets } from '../../src/secrets.ts'
import { readSettings, type Variables } from '../../src/settings.ts'
import { certificate } from './certificates.ts'
import { pretendTwilio } from './pretend-twilio.ts'

/*
 * Rundruf with Twilio as an operator has it when everything is right, all on this machine:
 *
 *   pretend Twilio ──▶ https://localhost ── proxy ──▶ app ──REST──▶ pretend Twilio
 *                                                      └───────────▶ mail server
 */

/** What the proxy does with a request instead of passing it on. */
export type Detour = (request: IncomingMessage, response: ServerResponse) => void

export async function healthyInstallation() {
  await using opened = new AsyncDisposableStack()
  const port = await freePort()
  let detour: Detour | undefined
  const proxy = createServer(
    { key: certificate('key'), cert: certificate('good') },
    (ask, answer) => {
      if (detour === undefined) passOn(port, ask, answer)
      else detour(ask, answer)
    },
  )
  const proxyPort = await listen(proxy)
  opened.defer(() => closed(proxy))
  const publicUrl = new URL(`https://localhost:${String(proxyPort)}`)
  const twilio = opened.use(
    await pretendTwilio(publicUrl, () => new URL(`http://127.0.0.1:${String(port)}`)),
  )
  const mails = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username }, _session, done) => {
      if (username === 'rundruf') done(null, { user: username })
      else done(new Error('no'))
    },
  })
  const mailPort = await listen(mails.server as unknown as Server)
  opened.defer(async () => {
    const gone = Promise.withResolvers<undefined>()
    mails.close(() => {
      gone.resolve(undefined)
    })
    await gone.promise
  })

  const variables: Variables = {
    PHONE: 'twilio',
    PHONE_NUMBER: '+4930999',
    PUBLIC_URL: publicUrl.href,
    PORT: String(port),
    STAFF_PORT: '0',
    DATA_DIR: join(mkdtempSync(join(tmpdir(), 'rundruf-healthy-')), 'data'),
    TWILIO_ACCOUNT_SID: twilio.settings.accountSid,
    TWILIO_AUTH_TOKEN: twilio.authToken,
    TWILIO_API_KEY_SID: twilio.settings.apiKeySid,
    TWILIO_API_KEY_SECRET: twilio.settings.apiKeySecret,
    TWILIO_API_URL: twilio.url.href,
    SMTP_URL: `smtp://rundruf:secret@127.0.0.1:${String(mailPort)}`,
    MAIL_FROM: 'rundruf@example.org',
  }
  const settings = readSettings(variables)
  const secrets = openSecrets(settings.dataDir)
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const app = opened.use(await startApp(settings, secrets, quiet))
  const all = opened.move()
  return {
    app,
    twilio,
    variables,
    publicUrl,
    /** The certificate the proxy shows from now on. */
    shows(name: string) {
      proxy.setSecureContext({ key: certificate('key'), cert: certificate(name) })
    },
    detours(by: Detour | undefined) {
      detour = by
    },
    /** As a doctor sees it whose settings differ in this. */
    asSeenWith(different: Variables = {}, instead: Parameters<typeof installationOf>[1] = {}) {
      const seen = readSettings({ ...variables, ...different })
      return installationOf(seen, { ca: certificate('ca'), ...instead })
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

export type HealthyInstallation = Awaited<ReturnType<typeof healthyInstallation>>

function passOn(port: number, ask: IncomingMessage, answer: ServerResponse): void {
  const { method, url, headers } = ask
  const passed = request({ port, host: '127.0.0.1', method, path: url, headers }, (got) => {
    answer.writeHead(got.statusCode ?? 502, got.headers)
    got.pipe(answer)
  })
  passed.on('error', () => answer.writeHead(502).end())
  ask.pipe(passed)
}

async function listen(server: Server | ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function closed(server: ReturnType<typeof createServer>): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}
