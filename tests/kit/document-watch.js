import { appendFileSync } from 'node:fs'
import { ServerResponse } from 'node:http'

/*
 * Writes down every document that the application gives to the built-in switch; whoever started it holds them against Twilio's
 * table afterwards (running.ts). The application is a process of its own there, so this is loaded into it before anything else:
 *
 *   node --import=file://…/document-watch.js?file=/tmp/…   a line of JSON for each: path, document
 *
 * JavaScript, so that none of the processes of a Rundruf has to take types away for it. The switch itself complains of what it
 * does not know; but what both of our sides have wrong, only the table finds.
 */

const file = new URL(import.meta.url).searchParams.get('file') ?? ''
/** The same document is written once. More than so many different ones are begun anew. */
const knownMax = 10_000
const known = new Set()

function note(path, xml) {
  const line = `${JSON.stringify([path, xml])}\n`
  if (known.has(line)) return
  if (known.size >= knownMax) known.clear()
  known.add(line)
  appendFileSync(file, line)
}

const { prototype } = ServerResponse
const { end } = prototype

Object.assign(prototype, {
  end(...given) {
    const [body] = given
    const isDocument = String(this.getHeader('Content-Type')).startsWith('text/xml')
    // Express cuts off what it has understood of the address, and keeps all of it beside.
    const [path] = (this.req.originalUrl ?? this.req.url ?? '').split('?')
    if (isDocument && (typeof body === 'string' || Buffer.isBuffer(body))) {
      note(path, body.toString())
    }
    return Reflect.apply(end, this, given)
  },
})
