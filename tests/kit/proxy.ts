import { once } from 'node:events'
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How long somebody is looked for who takes a request: a carrier tries again for so long, too (`rc=5` in our addresses). */
const lookedForMs = 15_000
const pauseMs = 100

/** A proxy before several servers: each request goes to the next of them, and on to another when nobody is there. */
export async function proxyTo() {
  let servers: readonly string[] = []
  let turn = 0
  const took: string[] = []

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    for (const since = performance.now(); performance.now() - since < lookedForMs;) {
      const server = servers[turn++ % Math.max(1, servers.length)]
      if (server !== undefined && (await passOn(server, request, body, response))) {
        took.push(server)
        return
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    response.writeHead(502).end()
  }

  const server = createServer((request, response) => void take(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: new URL(`http://127.0.0.1:${String(port)}`),
    leadsTo(urls: readonly string[]) {
      servers = urls
    },
    /** Who took each request, in order. */
    took: took as readonly string[],
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** False when nobody answered; then another may be asked. */
function passOn(
  server: string,
  { url = '/', method, headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const onward = ask(new URL(url, server), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
    answer.once('end', () => {
      resolve(true)
    })
    answer.once('error', () => {
      response.destroy()
      resolve(true)
    })
  })
  onward.once('error', () => {
    resolve(response.headersSent)
  })
  onward.end(body)
  return promise
}
