import { parseArgs } from 'node:util'
import { z } from 'zod'
import { codecs, type Codec } from '../switch/sdp/agreed.ts'

/** What the telephone in the terminal was asked to do. */
export type CallOrder = {
  readonly to: SipTarget
  /** Groups of keys; between two of them the telephone waits for the prompt to end. */
  readonly keys: readonly string[]
  readonly say: { readonly file: string } | { readonly toneHertz: number } | undefined
  readonly recordFile: string | undefined
  /** How long to stay after the last key (or after the answer, without keys). */
  readonly staySeconds: number
  readonly codec: Codec
  readonly from: string
}

export type SipTarget = { readonly user: string; readonly host: string; readonly port: number }

/** The order could not be understood; every mistake in its own sentence. */
export class OrderRefused extends Error {
  override readonly name = 'OrderRefused'
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

export const callUsage = `rundruf call sip:HOST:PORT [--keys "471108 352964"] [--play in.wav | --tone 440]
             [--record out.wav] [--seconds 10] [--codec pcma|pcmu] [--from NAME]
rundruf call --test

A telephone in the terminal. It dials, waits for each prompt to end before it presses the next group of keys,
says what --play or --tone give it, stays for --seconds after the last key, and hangs up.
With --test it calls the practice line of our own switch and says whether callers hear what they should.
Exit code: 0 the call went as asked, 1 it did not, 2 the order was not understood.`

const staySecondsMax = 3600
const groupKeysMax = 32
const groupsMax = 20

/** `sip:[user@]host[:port]`; IPv4 or a name. The user defaults to the one everybody may dial. */
const targetPattern =
  /^sip:(?:(?<user>[\w.+~-]{1,64})@)?(?<host>[A-Za-z0-9.-]{1,253})(?::(?<port>\d{1,5}))?$/

const target = z
  .string({ error: 'Say whom to call, for example sip:127.0.0.1:5060' })
  .transform((text, context): SipTarget => {
    const { user = 'rundruf', host, port = '5060' } = targetPattern.exec(text)?.groups ?? {}
    if (host === undefined || Number(port) < 1 || Number(port) > 65535) {
      context.addIssue(`${JSON.stringify(text)} is no address to call; write sip:HOST:PORT`)
      return z.NEVER
    }
    return { user, host, port: Number(port) }
  })

const keyGroups = z
  .string()
  .trim()
  .transform((text) => text.split(/\s+/).filter((group) => group !== ''))
  .refine(
    (groups) =>
      groups.length <= groupsMax &&
      groups.every((group) => /^[\d*#]+$/.test(group) && group.length <= groupKeysMax),
    `--keys takes up to ${groupsMax} groups of 0-9, * and #, at most ${groupKeysMax} keys each, with blanks between them`,
  )

const wholeNumber = (flag: string, least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `${flag} takes a whole number`)
    .transform(Number)
    .refine((n) => n >= least && n <= most, `${flag} takes a number from ${least} to ${most}`)

const order = z
  .object({
    to: target,
    keys: keyGroups.default([]),
    play: z.string().min(1, '--play takes the name of a WAV file').optional(),
    tone: wholeNumber('--tone', 100, 3400).optional(),
    record: z.string().min(1, '--record takes the name of a file').optional(),
    seconds: wholeNumber('--seconds', 0, staySecondsMax).default(10),
    codec: z
      .string()
      .transform((text) => text.toUpperCase())
      .pipe(z.enum(Object.keys(codecs) as [Codec, ...Codec[]], '--codec takes pcma or pcmu'))
      .default('PCMA'),
    from: z
      .string()
      .regex(/^[\w.+~-]{1,64}$/, '--from takes a name of letters, digits and . + ~ - _')
      .default('anonymous'),
  })
  .refine(
    ({ play, tone }) => play === undefined || tone === undefined,
    'Give --play or --tone, not both',
  )

/**
 * Reads the words after `rundruf call`.
 * @throws OrderRefused with a sentence for every mistake
 */
export function readOrder(words: readonly string[]): CallOrder {
  const read = order.safeParse(parsed(words))
  if (!read.success) throw new OrderRefused(read.error.issues.map((issue) => issue.message))
  const { to, keys, play, tone, record, seconds, codec, from } = read.data
  return {
    to,
    keys,
    say: play !== undefined ? { file: play } : tone !== undefined ? { toneHertz: tone } : undefined,
    recordFile: record,
    staySeconds: seconds,
    codec,
    from,
  }
}

const text = { type: 'string' } as const
const options = {
  keys: text,
  play: text,
  tone: text,
  record: text,
  seconds: text,
  codec: text,
  from: text,
}

function parsed(words: readonly string[]): Record<string, unknown> {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true })
    const [to, ...more] = positionals
    if (more.length > 0) throw new Error(`One call at a time: what is ${JSON.stringify(more[0])}?`)
    return { ...values, to }
  } catch (error) {
    throw new OrderRefused([error instanceof Error ? error.message : String(error)])
  }
}
