import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How a carrier may answer one request. `nothing` keeps the line open; `hang-up` cuts it without an answer. */
export type Reply =
  { readonly status: number; readonly body?: unknown } | { readonly then: 'nothing' | 'hang-up' }

export type Asked = { readonly method: string; readonly path: string; readonly form: string }

/** A carrier's REST interface that answers as a test says, for what no real one does on demand. */
export async function pretendRest(answer: (asked: Asked) => Reply) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one: Asked = {
        method: request.method ?? '',
        path: request.url ?? '',
        form: Buffer.concat(chunks).toString('utf8'),
      }
      asked.push(one)
      const reply = answer(one)
      if ('then' in reply) {
        if (reply.then === 'hang-up') request.socket.destroy()
        return
      }
      response.writeHead(reply.status, { 'Content-Type': 'application/json' })
      response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: new URL(`http://127.0.0.1:${String(port)}`),
    asked,
    [Symbol.asyncDispose]: () => closed(server),
  }
}

async function closed(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}

/** Twilio's error body. */
export const problem = (status: number, code: number): Reply => ({
  status,
  body: { code, message: 'as the test says', more_info: '', status },
})
