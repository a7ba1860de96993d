import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SwitchSettings } from '../../src/switch/settings.ts'

/** One request as the application sees it. */
export type Asked = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly form: Readonly<Record<string, string>>
}

/** Text is a document; anything else the page does itself. */
export type Page = string | ((response: ServerResponse, asked: Asked) => unknown)

/** A real web server that plays the application: pages by path, and every request kept. */
export type Application = AsyncDisposable & {
  readonly origin: string
  readonly port: number
  readonly asked: Asked[]
  /** Resolves with the first request, past or future, that fits. */
  comes(fits: (asked: Asked) => boolean): Promise<Asked>
}

export async function application(
  pages: Readonly<Record<string, Page>>,
  port = 0,
): Promise<Application> {
  const asked: Asked[] = []
  const news = new EventEmitter()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const form = Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString()))
      const one = { method, path, headers, form }
      asked.push(one)
      const page = pages[path.split('?')[0] ?? '']
      if (typeof page === 'function') page(response, one)
      else if (page === undefined) response.writeHead(204).end()
      else response.setHeader('Content-Type', 'text/xml').end(page)
      news.emit('asked')
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const taken = (server.address() as AddressInfo).port
  return {
    origin: `http://127.0.0.1:${taken}`,
    port: taken,
    asked,
    async comes(fits) {
      for (;;) {
        const found = asked.find(fits)
        if (found) return found
        await once(news, 'asked')
      }
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

const portsOfOneSwitch = 100

/**
 * Settings of a switch for telephones on this machine, whose calls are answered by this application. Tests that run side by
 * side have RTP ports of their own, from `firstRtpPort` on.
 */
export function switchFor(
  { origin }: Pick<Application, 'origin'>,
  firstRtpPort: number,
  different: Partial<SwitchSettings> = {},
): SwitchSettings {
  return {
    sip: { host: '127.0.0.1', port: 0, allow: ['127.0.0.0/8'] },
    rtpPorts: { first: firstRtpPort, last: firstRtpPort + portsOfOneSwitch - 1 },
    restPort: 0,
    account: { sid: `AC${'0'.repeat(32)}`, authToken: 'local-token' },
    number: {
      phoneNumber: '+4930999',
      voiceUrl: `${origin}/voice`,
      voiceFallbackUrl: '',
      statusCallback: `${origin}/status`,
    },
    callsMax: 10,
    ...different,
  }
}
