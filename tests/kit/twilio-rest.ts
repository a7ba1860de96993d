import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { forbiddenInRequest } from './twiml-table.ts'
import { errorBody, mistakes, requestMistakes } from './twilio-description.ts'

/*
 * The wire of a pretend Twilio's REST interface: who may ask, whether what is asked and answered fits Twilio's own
 * description, and everything that a network and a busy carrier do to a request. What the interface does is in
 * twilio-resources.ts.
 */

export type Asked = {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly form: Readonly<Record<string, string>>
}

export type Reply = { readonly status: number; readonly body?: object }

/** What happens to a request instead of its answer. With `applied` it is done all the same, and nobody learns of it. */
export type Trouble = { readonly applied?: boolean } & (
  | { readonly status: number; readonly code: number }
  /** `nothing` keeps the line open; `hang-up` cuts it without an answer. */
  | { readonly then: 'nothing' | 'hang-up' }
  /** Somewhere else, please. */
  | { readonly location: string }
  /** No JSON, as from a proxy on the way. */
  | { readonly text: string }
  /** Late, and right. */
  | { readonly afterMs: number }
)

export type Credentials = {
  readonly user: string
  readonly secret: string
  readonly isKey: boolean
}

export type RestOptions = {
  readonly accountSid: string
  readonly credentials: readonly Credentials[]
  readonly answer: (asked: Asked) => Reply
}

export type TwilioRest = Awaited<ReturnType<typeof twilioRest>>

export async function twilioRest({ accountSid, credentials, answer }: RestOptions) {
  const asked: Asked[] = []
  const wrong: string[] = []
  let trouble: (asked: Asked, times: number) => Trouble | undefined = () => undefined
  let date = () => new Date()
  let answered = Promise.withResolvers<undefined>()

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const one = await read(request)
    asked.push(one)
    response.setHeader('Date', date().toUTCString())
    response.setHeader('Twilio-Concurrent-Requests', '1')
    const refused = whyNot(request, one)
    if (refused !== undefined) {
      send(response, refused)
      return
    }
    const inTheWay = trouble(one, asked.length)
    const isDone = inTheWay === undefined || inTheWay.applied === true || 'afterMs' in inTheWay
    const reply = isDone ? answer(one) : problem(500, 20500)
    check(one, reply)
    if (inTheWay === undefined) send(response, reply)
    else befall(request, response, inTheWay, reply)
  }

  /** Wrong credentials, and the account's own record for an API key (Twilio, API keys). */
  function whyNot(request: IncomingMessage, { path }: Asked): Reply | undefined {
    const [, basic = ''] = (request.headers.authorization ?? '').split(' ')
    const given = Buffer.from(basic, 'base64').toString()
    const known = credentials.find(({ user, secret }) => given === `${user}:${secret}`)
    const ownRecord = path === `/2010-04-01/Accounts/${accountSid}.json`
    return known === undefined || (known.isKey && ownRecord) ? problem(401, 20003) : undefined
  }

  function check(one: Asked, { status, body }: Reply): void {
    const ownRecord = one.path === `/2010-04-01/Accounts/${accountSid}.json`
    if (ownRecord) return
    const inRequest = requestMistakes(one.method, one.path, one.query, one.form)
    const inAnswer =
      status < 300 ? mistakes(one.method, one.path, status, body) : wrongProblem(body)
    const never = forbiddenInRequest(one.path, { ...one.query, ...one.form })
    for (const what of [...inRequest, ...inAnswer, ...never])
      wrong.push(`${one.method} ${one.path} ${what}`)
  }

  const server = createServer((request, response) => {
    response.once('close', () => {
      answered.resolve(undefined)
      answered = Promise.withResolvers()
    })
    void take(request, response)
  })
  await listen(server, 0)
  const { port } = server.address() as AddressInfo
  return {
    url: new URL(`http://127.0.0.1:${String(port)}`),
    /** Everything that was asked, in order. */
    asked: asked as readonly Asked[],
    nextAnswer: () => answered.promise,
    methods: () => asked.map(({ method }) => method),
    /** What does not fit Twilio's description; nothing else may ever be here. */
    mistakes: wrong as readonly string[],
    /** From now on; `times` counts all requests. */
    troubles(by: (asked: Asked, times: number) => Trouble | undefined) {
      trouble = by
    },
    /** What the carrier's clock says. */
    clockIs(says: () => Date) {
      date = says
    },
    goesDown: () => closed(server),
    comesBack: () => listen(server, port),
    /** @throws Error when something was asked that Twilio does not describe: then the test that asked fails */
    async [Symbol.asyncDispose]() {
      await closed(server)
      if (wrong.length > 0) throw new Error(`asked what Twilio does not know: ${wrong.join('; ')}`)
    },
  }
}

/** Twilio's error body. */
export const problem = (status: number, code: number): Reply => ({
  status,
  body: {
    code,
    message: 'as the test says',
    more_info: `https://www.twilio.com/docs/errors/${String(code)}`,
    status,
  },
})

const wrongProblem = (body: unknown): string[] =>
  errorBody.safeParse(body).success ? [] : ['not an error body']

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://carrier')
  return {
    method: request.method ?? '',
    path: pathname,
    query: Object.fromEntries(searchParams),
    form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8'))),
  }
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

function befall(
  request: IncomingMessage,
  response: ServerResponse,
  trouble: Trouble,
  reply: Reply,
): void {
  if ('status' in trouble) send(response, problem(trouble.status, trouble.code))
  else if ('location' in trouble) response.writeHead(307, { Location: trouble.location }).end()
  else if ('text' in trouble) response.end(trouble.text)
  else if ('afterMs' in trouble)
    setTimeout(() => {
      send(response, reply)
    }, trouble.afterMs)
  else if (trouble.then === 'hang-up') request.socket.destroy()
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}
