import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { createServer, type Server } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { ExchangeFailed, makeExchange, type ExchangeWish } from '../../../src/switch/exchange.ts'
import { signatureOf } from '../../../src/switch/webhook/signature.ts'
import { pausesMs } from '../../../src/switch/webhook/overrides.ts'
import { makeWebhooks, WebhookFailed, type Method } from '../../../src/switch/webhook/webhook.ts'
import { application, type Application, type Page } from '../application.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const exchange = makeExchange()
const opened: AsyncDisposable[] = []

afterEach(async () => {
  jest.useRealTimers()
  exchange.close()
  for (const one of opened.splice(0)) await one[Symbol.asyncDispose]()
})

async function appWith(pages: Readonly<Record<string, Page>>, port?: number): Promise<Application> {
  const app = await application(pages, port)
  opened.push(app)
  return app
}

/** Webhooks that may ask exactly these origins. */
function webhooksFor(...origins: readonly string[]) {
  return makeWebhooks({
    authToken: '12345',
    mayAsk: (origin) => origins.includes(origin),
    exchange,
    log: silent,
  })
}

/** `11200` and so on, or the status. */
async function outcome(url: string, method: Method = 'POST', origins = [new URL(url).origin]) {
  try {
    return (await webhooksFor(...origins).ask(url, method, { CallSid: 'CA1' })).status
  } catch (error) {
    if (error instanceof WebhookFailed) return error.code
    throw error
  }
}

describe('a request', () => {
  it('is a form in the body, with Twilio’s headers', async () => {
    const app = await appWith({ '/voice': '<Response/>' })
    const url = `${app.origin}/voice?a=1`
    const answer = await webhooksFor(app.origin).ask(`${url}#rc=2`, 'POST', {
      From: '+49 30',
      N: 'ä',
    })
    expect(answer).toMatchObject({ status: 200, contentType: 'text/xml', url: `${url}#rc=2` })
    expect(answer.body.toString()).toBe('<Response/>')
    expect(app.asked).toMatchObject([
      {
        method: 'POST',
        path: '/voice?a=1',
        form: { From: '+49 30', N: 'ä' },
        headers: {
          'user-agent': 'TwilioProxy/1.1',
          'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          'x-twilio-signature': signatureOf('12345', url, { From: '+49 30', N: 'ä' }),
          'i-twilio-idempotency-token': expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
      },
    ])
  })

  it('by GET carries its parameters behind those of the address, and signs both', async () => {
    const app = await appWith({ '/voice': '<Response/>' })
    await webhooksFor(app.origin).ask(`${app.origin}/voice?a=1`, 'GET', { From: '+49', X: '1 2' })
    expect(app.asked[0]?.path).toBe('/voice?a=1&From=%2B49&X=1+2')
    const signature = String(app.asked[0]?.headers['x-twilio-signature'])
    expect(validateRequest('12345', signature, app.origin + String(app.asked[0]?.path), {})).toBe(
      true,
    )
  })

  it('sends user and password of its address as Basic auth', async () => {
    const app = await appWith({ '/voice': '<Response/>' })
    const url = `http://ada:s%20t@127.0.0.1:${app.port}/voice`
    await webhooksFor(app.origin).ask(url, 'POST', {})
    const expected = `Basic ${Buffer.from('ada:s t').toString('base64')}`
    expect(app.asked[0]?.headers.authorization).toBe(expected)
  })
})

describe('S-81: what is never fetched', () => {
  const ours = 'http://127.0.0.1:3000'

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://0.0.0.0:3000/voice',
    'http://[::1]:3000/voice',
    'http://localhost:3000/voice',
    'http://127.1:3001/voice',
    'http://2130706433:3001/voice',
    'http://127.0.0.1:3001/voice',
    'https://127.0.0.1:3000/voice',
    'http://127.0.0.1:3000@evil.example/voice',
    'http://evil.example#@127.0.0.1:3000/voice',
    'http://127.0.0.1.evil.example:3000/voice',
  ])('%s is not the application: 11210', async (url) => {
    expect(await outcome(url, 'POST', [ours])).toBe(11210)
  })

  it.each(['', 'voice', 'file:///etc/passwd', 'ftp://127.0.0.1/x', 'http://', 'gopher://x'])(
    '%p is no address: 11100',
    async (url) => {
      await expect(webhooksFor(ours).ask(url, 'POST', {})).rejects.toMatchObject({ code: 11100 })
    },
  )

  it.each([301, 302, 303, 307, 308])('where a redirect (%i) leads: 11215', async (status) => {
    const app = await appWith({
      '/voice': (response) => response.writeHead(status, { Location: '/elsewhere' }).end(),
    })
    expect(await outcome(`${app.origin}/voice`)).toBe(11215)
    expect(app.asked.map(({ path }) => path)).toEqual(['/voice'])
  })

  it('more than 64 kB: 11750', async () => {
    const body = (size: number) => '<Response>'.padEnd(size)
    const app = await appWith({ '/fits': body(65_536), '/over': body(65_537) })
    expect(await outcome(`${app.origin}/fits`)).toBe(200)
    expect(await outcome(`${app.origin}/over`)).toBe(11750)
  })
})

describe('what fails', () => {
  it.each([400, 403, 404, 500, 503])('%i: 11200, and it is not tried again', async (status) => {
    const app = await appWith({ '/voice': (response) => response.writeHead(status).end() })
    expect(await outcome(`${app.origin}/voice`)).toBe(11200)
    expect(app.asked).toHaveLength(1)
  })

  it('no answer in the time of #rt: 11200', async () => {
    const app = await appWith({ '/voice': () => undefined })
    expect(await outcome(`${app.origin}/voice#rt=100`)).toBe(11200)
  })

  it('no answer in the time of #tt: 11203', async () => {
    const app = await appWith({ '/voice': () => undefined })
    expect(await outcome(`${app.origin}/voice#tt=100`)).toBe(11203)
  })

  it('an answer that stops in the middle: 11205, never tried again', async () => {
    const app = await appWith({
      '/voice': (response) => {
        response.writeHead(200, { 'Content-Length': '100' }).write('<Resp')
        setImmediate(() => response.destroy())
      },
    })
    expect(await outcome(`${app.origin}/voice#rc=5&rp=all`)).toBe(11205)
    expect(app.asked).toHaveLength(1)
  })

  it('something that is no HTTP: 11206', async () => {
    const server: Server = createServer((socket) => socket.end('220 mail.example ESMTP\r\n'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(await outcome(`http://127.0.0.1:${port}/voice`)).toBe(11206)
    server.close()
  })

  it('nobody there: 11202', async () => {
    const app = await application({})
    await app[Symbol.asyncDispose]()
    expect(await outcome(`${app.origin}/voice#rc=0`)).toBe(11202)
  })
})

describe('trying again', () => {
  /** An exchange that fails so many times, and notes when it was asked. */
  function failing(times: number, failure: ConstructorParameters<typeof ExchangeFailed>[0]) {
    const tries: { readonly at: number; readonly wish: ExchangeWish }[] = []
    const flaky = (wish: ExchangeWish) => {
      tries.push({ at: Date.now(), wish })
      if (tries.length <= times) return Promise.reject(new ExchangeFailed(failure))
      return Promise.resolve({ status: 200, header: () => undefined, body: Buffer.alloc(0) })
    }
    const webhooks = makeWebhooks({
      authToken: 't',
      mayAsk: () => true,
      exchange: flaky,
      log: silent,
    })
    return { webhooks, tries }
  }

  async function asked(url: string, flaky: ReturnType<typeof failing>): Promise<number> {
    jest.useFakeTimers()
    const asking = flaky.webhooks.ask(url, 'POST', {}).then(
      ({ status }) => status,
      (error: unknown) => (error instanceof WebhookFailed ? error.code : 0),
    )
    await jest.advanceTimersByTimeAsync(20_000)
    return await asking
  }

  it('happens once unless told otherwise, when nothing could have arrived', async () => {
    const once = failing(1, 'refused')
    expect(await asked('http://h.example/', once)).toBe(200)
    const twice = failing(2, 'refused')
    expect(await asked('http://h.example/', twice)).toBe(11202)
    expect(twice.tries).toHaveLength(2)
  })

  it('does not happen when the request may have arrived', async () => {
    const flaky = failing(1, 'read-timeout')
    expect(await asked('http://h.example/', flaky)).toBe(11200)
    expect(flaky.tries).toHaveLength(1)
  })

  it('with #rc=5 bridges three seconds in growing pauses, all under one token', async () => {
    const flaky = failing(5, 'refused')
    expect(await asked('http://h.example/#rc=5', flaky)).toBe(200)
    const at = flaky.tries.map((one) => one.at)
    expect(at.slice(1).map((ms, i) => ms - (at[i] ?? 0))).toEqual([...pausesMs])
    const tokens = flaky.tries.map(({ wish }) => wish.headers['I-Twilio-Idempotency-Token'])
    expect(new Set(tokens).size).toBe(1)
  })

  it('follows #rp: a broken connection after sending, when it says rt', async () => {
    const flaky = failing(1, 'lost')
    expect(await asked('http://h.example/#rp=rt,5xx', flaky)).toBe(200)
  })

  it('reaches an application that is back after a restart', async () => {
    const first = await application({})
    await first[Symbol.asyncDispose]()
    const asking = outcome(`${first.origin}/voice#rc=5`)
    await new Promise((resolve) => setTimeout(resolve, 400))
    await appWith({ '/voice': '<Response/>' }, first.port)
    expect(await asking).toBe(200)
  })

  it('survives an application that closed the idle connection', async () => {
    const app = await application({ '/voice': '<Response/>' })
    expect(await outcome(`${app.origin}/voice`)).toBe(200)
    await app[Symbol.asyncDispose]()
    await appWith({ '/voice': '<Response/>' }, app.port)
    expect(await outcome(`${app.origin}/voice`)).toBe(200)
  })
})
