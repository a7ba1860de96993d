import { appendFileSync } from 'node:fs'
import { ServerResponse } from 'node:http'
import type { documentMistakes } from './twiml-table.ts'

/*
 * Every document that the application gives to the built-in switch, held against Twilio's table (twiml-table.ts). The
 * application is a process of its own there, so this is loaded into it before anything else:
 *
 *   node --import=file://…/document-watch.ts?file=/tmp/…   what is wrong is written there, a line each
 *
 * The switch itself complains of what it does not know; but what both of our sides have wrong, only the table finds.
 */

const file = new URL(import.meta.url).searchParams.get('file') ?? ''

type Table = {
  readonly mistakesAt: (path: string, xml: string) => ReturnType<typeof documentMistakes>
}
/** Only processes that answer documents need it. */
let table: Promise<Table> | undefined

async function look(path: string, xml: string): Promise<void> {
  const { mistakesAt } = await (table ??= import('./twiml-table.ts'))
  const mistakes = mistakesAt(path, xml)
  if (mistakes.length > 0) appendFileSync(file, `${path}: ${mistakes.join('; ')}\n`)
}

const { prototype } = ServerResponse
const end = Reflect.get(prototype, 'end') as (this: ServerResponse, ...given: unknown[]) => unknown

Object.assign(prototype, {
  end(this: ServerResponse, ...given: unknown[]) {
    const [body] = given
    const isDocument = String(this.getHeader('Content-Type')).startsWith('text/xml')
    // Express cuts off what it has understood of the address, and keeps all of it beside.
    const { originalUrl = this.req.url } = this.req as { originalUrl?: string }
    const [path = ''] = (originalUrl ?? '').split('?')
    if (isDocument && (typeof body === 'string' || Buffer.isBuffer(body)))
      void look(path, body.toString())
    return Reflect.apply(end, this, given)
  },
})
