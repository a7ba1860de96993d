import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'

/** A request whose head or body is not here by then is given up. */
const requestMaxMs = 10_000
/** Longer than a reverse proxy keeps an idle connection, so that it is never us who closes under a request. */
const keepAliveMs = 75_000
/** Requests that are being answered get this long to finish when we stop. */
const drainMaxMs = 10_000

export type Listening = AsyncDisposable & { readonly port: number }

/** Listens until it is disposed of: then no new requests, and the running ones finish. Port 0 takes a free one. */
export async function listening(
  app: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createServer(
    {
      requestTimeout: requestMaxMs,
      headersTimeout: requestMaxMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: 1000,
    },
    app,
  )
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async [Symbol.asyncDispose]() {
      const tooLong = setTimeout(() => {
        server.closeAllConnections()
      }, drainMaxMs)
      server.close()
      server.closeIdleConnections()
      await once(server, 'close')
      clearTimeout(tooLong)
    },
  }
}
