import type { NodemailerError, SMTPTransportOptions } from 'nodemailer'
import { message } from './message.ts'
import type { Outcome, Sender, Transport } from './transport.ts'

export type SmtpSettings = {
  /** `smtp://user:password@host:587` or `smtps://…` */
  readonly url: string
  readonly from: Sender
  /** How we introduce ourselves; the machine's own name is nobody's business. */
  readonly ownHost: string
}

const connectMaxMs = 10_000
const silenceMaxMs = 30_000
/** However slowly a server goes on answering: longer than this nobody else waits for it. */
const handOverMaxMs = 90_000

const ports = { 'smtp:': 587, 'smtps:': 465 } as const

/** Mails by SMTP. The way is encrypted and the server's certificate checked, unless it stays on this machine. */
export function smtp({ url, from, ownHost }: SmtpSettings, waitMaxMs = handOverMaxMs): Transport {
  const given = options(new URL(url), ownHost, waitMaxMs)
  return {
    async handOver(id, mail) {
      const written = message(id, mail, from)
      if (written === undefined) return { is: 'broken' }
      const sent = transportWith(given)
        .then((transport) => transport.sendMail(written))
        .then(
          (): Outcome => ({ is: 'taken' }),
          (error: unknown) => outcomeOf(error as NodemailerError),
        )
      const { promise: tooLong, resolve } = Promise.withResolvers<Outcome>()
      const timer = setTimeout(resolve, waitMaxMs, { is: 'unreachable', why: 'too slow' })
      try {
        return await Promise.race([sent, tooLong])
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** Loaded for the first mail: it takes a tenth of a start, and most processes end before it. */
async function transportWith(given: SMTPTransportOptions) {
  const { createTransport } = await import('nodemailer')
  return createTransport(given)
}

/** Whether the server is there and knows us, without a mail. */
export async function reachServer({ url, ownHost }: Omit<SmtpSettings, 'from'>): Promise<Outcome> {
  const transport = await transportWith(options(new URL(url), ownHost, connectMaxMs))
  try {
    await transport.verify()
    return { is: 'taken' }
  } catch (error) {
    return outcomeOf(error as NodemailerError)
  } finally {
    transport.close()
  }
}

function options(url: URL, ownHost: string, waitMaxMs: number): SMTPTransportOptions {
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const stays = staysHere(host)
  const usualPort = secure ? ports['smtps:'] : ports['smtp:']
  return {
    host,
    port: url.port === '' ? usualPort : Number(url.port),
    secure,
    // Servers on the same machine often offer a certificate nobody has signed; there is nobody on the way.
    requireTLS: !secure && !stays,
    ignoreTLS: stays,
    name: ownHost,
    ...(url.username !== '' && {
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    }),
    connectionTimeout: Math.min(connectMaxMs, waitMaxMs),
    greetingTimeout: Math.min(connectMaxMs, waitMaxMs),
    socketTimeout: Math.min(silenceMaxMs, waitMaxMs),
    dnsTimeout: Math.min(connectMaxMs, waitMaxMs),
  }
}

/** Whether the way to this host never leaves the machine. */
export function staysHere(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/** Commands whose refusal is about this mail; all others are about us. */
const aboutTheMail = new Set(['RCPT TO', 'DATA'])

/** The error's words may hold the address, so only its codes are passed on. */
function outcomeOf(error: NodemailerError): Outcome {
  const { responseCode: reply, permanent, command = '', code = 'unknown' } = error
  if (reply !== undefined && aboutTheMail.has(command)) {
    return { is: permanent === true ? 'refused' : 'later', reply }
  }
  return {
    is: 'unreachable',
    why: [code, command, reply ?? error.originalCode ?? ''].join(' ').trim(),
  }
}
