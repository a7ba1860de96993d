import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/*
 * A mail server on this machine that does what a test asks of it: takes mails, refuses them, wants them again later,
 * or says nothing.
 */

export type Manner =
  | { readonly is: 'takes' }
  /** An answer to `RCPT TO`, or to the text. */
  | {
      readonly is: 'answers'
      readonly reply: number
      readonly to: 'RCPT TO' | 'DATA' | 'MAIL FROM'
    }
  /** Takes the connection and then never says a word. */
  | { readonly is: 'silent' }

export type Received = {
  readonly mail: ParsedMail
  readonly raw: string
  readonly from: string
  readonly to: readonly string[]
  /** How the sender introduced itself. */
  readonly ehlo: string
}

const quiet = {
  ciphers: '',
  disabledCommands: ['STARTTLS', 'AUTH'],
  logger: false,
  closeTimeout: 100,
}

export async function mailServer(port = 0, options: Partial<SMTPServerOptions> = {}) {
  let manner: Manner = { is: 'takes' }
  const received: Received[] = []
  const tried: string[] = []
  let waiting: (() => void)[] = []
  const answer = (at: 'RCPT TO' | 'DATA' | 'MAIL FROM') =>
    manner.is === 'answers' && manner.to === at
      ? Object.assign(new Error('as the test wishes'), { responseCode: manner.reply })
      : null

  const server = new SMTPServer({
    ...quiet,
    onConnect(_session, callback) {
      if (manner.is !== 'silent') callback()
    },
    onMailFrom(_address, _session, callback) {
      callback(answer('MAIL FROM'))
    },
    onRcptTo({ address }, _session, callback) {
      tried.push(address)
      callback(answer('RCPT TO'))
    },
    onData(stream, session, callback) {
      void (async () => {
        const chunks: Buffer[] = []
        for await (const chunk of stream) chunks.push(chunk as Buffer)
        const refused = answer('DATA')
        if (refused === null) {
          const raw = Buffer.concat(chunks)
          received.push({
            mail: await simpleParser(raw),
            raw: raw.toString('utf8'),
            from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
            to: session.envelope.rcptTo.map(({ address }) => address),
            ehlo: session.hostNameAppearsAs || '',
          })
          const arrived = waiting
          waiting = []
          for (const tell of arrived) tell()
        }
        callback(refused)
      })()
    },
    ...options,
  })
  server.on('error', () => undefined)
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const found = (server.server.address() as AddressInfo).port
  return {
    port: found,
    url: `smtp://127.0.0.1:${found}`,
    received,
    /** Resolves when this many mails have arrived. */
    async has(count: number): Promise<void> {
      while (received.length < count) {
        const { promise, resolve } = Promise.withResolvers<undefined>()
        waiting = [
          ...waiting,
          () => {
            resolve(undefined)
          },
        ]
        await promise
      }
    },
    /** Every address a mail was tried to, in vain or not. */
    tried,
    be(next: Manner) {
      manner = next
    },
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
      })
    },
  }
}
export type MailServer = Awaited<ReturnType<typeof mailServer>>
