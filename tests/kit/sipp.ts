import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { program } from './programs.ts'

/**
 * Scenarios for sipp, written as lists of steps:
 *
 *   scenario('withheld number', invite({ from: anonymous }), answered(), ack(1), pause(1500), bye(2))
 *
 * The telephone numbers are from the range kept for films (030 23125 xxx).
 */
export function scenario(title: string, ...steps: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8" ?>\n<scenario name="${title}">\n${steps.join('')}</scenario>\n`
}

export const caller = '+493023125001'
export const called = '+493023125100'

export type SessionWish = {
  /** Payload types in the order of preference. */
  readonly payloadTypes?: readonly number[]
  readonly direction?: 'sendrecv' | 'sendonly' | 'inactive'
  readonly version?: number
  /** Sound comes from rtp_stream, which has a port of its own in sipp. */
  readonly streamed?: boolean
}

const maps: Readonly<Record<number, string>> = {
  0: 'PCMU/8000',
  8: 'PCMA/8000',
  9: 'G722/8000',
  96: 'telephone-event/8000',
  101: 'telephone-event/8000',
}

export function session(wish: SessionWish = {}): string {
  const { payloadTypes = [8, 0, 101], direction = 'sendrecv', version = 1 } = wish
  return [
    'v=0',
    `o=peer 53655765 ${version} IN IP4 [local_ip]`,
    's=-',
    'c=IN IP4 [media_ip]',
    't=0 0',
    `m=audio ${wish.streamed ? '[rtpstream_audio_port]' : '[auto_media_port]'} RTP/AVP ${payloadTypes.join(' ')}`,
    ...payloadTypes.map((type) => `a=rtpmap:${type} ${maps[type]!}`),
    ...payloadTypes.filter((type) => type > 95).map((type) => `a=fmtp:${type} 0-15`),
    'a=ptime:20',
    `a=${direction}`,
    '',
  ].join('\n')
}

export type RequestWish = {
  readonly from?: string
  readonly to?: string
  readonly targetParameters?: string
  readonly contactUser?: string
  readonly headers?: readonly string[]
  readonly contentType?: string
  readonly body?: string
}

/** CANCEL and the ACK of a refusal belong to the INVITE's transaction: they carry its branch (RFC 3261 §9.1, §17.1.1.3). */
type Place = 'new call' | 'in the dialog' | 'same transaction'

function request(method: string, cseq: number, place: Place, wish: RequestWish = {}): string {
  const branch = `z9hG4bK-[pid]-[call_number]-${cseq}${place === 'in the dialog' ? method : ''}`
  const inDialog = place === 'in the dialog'
  const target = inDialog
    ? '[next_url]'
    : `sip:[service]@[remote_ip]:[remote_port]${wish.targetParameters ?? ''}`
  const refusedAck = method === 'ACK' && !inDialog
  const lines = [
    `${method} ${target} SIP/2.0`,
    `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch};rport`,
    ...(inDialog ? ['[routes]'] : []),
    'Max-Forwards: 70',
    `From: ${wish.from ?? `<sip:${caller}@[local_ip];user=phone>`};tag=[pid]c[call_number]`,
    `To: <sip:${wish.to ?? '[service]@[remote_ip]'}>${inDialog || refusedAck ? '[peer_tag_param]' : ''}`,
    'Call-ID: [call_id]',
    `CSeq: ${cseq} ${method}`,
    `Contact: <sip:${wish.contactUser ?? 'peer'}@[local_ip]:[local_port];transport=[transport]>`,
    ...(wish.headers ?? []),
    ...(wish.body === undefined ? [] : [`Content-Type: ${wish.contentType ?? 'application/sdp'}`]),
    'Content-Length: [len]',
    '',
    wish.body ?? '',
  ]
  const repeated = method === 'ACK' ? '' : ' retrans="500"'
  return `<send${repeated}><![CDATA[\n${lines.join('\n')}\n]]></send>\n`
}

const expects = (status: number, attributes = '', actions = ''): string =>
  `<recv response="${status}" ${attributes}>${actions}</recv>\n`

const maybe = (...statuses: readonly number[]): string =>
  statuses.map((status) => expects(status, 'optional="true"')).join('')

/** A 200 whose session description must hold all of these patterns. */
const agreeing = (patterns: readonly string[]): string =>
  patterns.length === 0
    ? ''
    : `<action>${patterns
        .map(
          (pattern, n) =>
            `<ereg regexp="${pattern}" search_in="body" check_it="true" assign_to="p${n}" />`,
        )
        .join('')}</action>`

export const invite = (wish: RequestWish = { body: session() }, cseq = 1): string =>
  request('INVITE', cseq, 'new call', wish)

/** The call is taken; `rrs` keeps the Record-Route and Contact for what follows. */
export const answered = (...patterns: readonly string[]): string =>
  maybe(100, 180, 183) +
  expects(200, 'rrs="true"', agreeing(patterns)) +
  (patterns.length === 0
    ? ''
    : `<Reference variables="${patterns.map((_, n) => `p${n}`).join(',')}" />\n`)

export const ringing = (): string => maybe(100) + expects(180)
export const refused = (status: number): string => expects(status)
export const ok = (): string => expects(200)
export const ack = (cseq: number, wish: RequestWish = {}): string =>
  request('ACK', cseq, 'in the dialog', wish)
export const ackRefusal = (cseq: number): string => request('ACK', cseq, 'same transaction')
export const cancel = (cseq: number): string => request('CANCEL', cseq, 'same transaction')
export const bye = (cseq: number): string => request('BYE', cseq, 'in the dialog') + ok()
/** Waits for the BYE of the other side, and takes it. */
export const hungUp = (): string =>
  '<recv request="BYE" />\n' +
  `<send><![CDATA[\n${['SIP/2.0 200 OK', '[last_Via:]', '[last_From:]', '[last_To:]', '[last_Call-ID:]', '[last_CSeq:]', 'Content-Length: 0', '', ''].join('\n')}]]></send>\n`
export const pause = (ms: number): string => `<pause milliseconds="${ms}" />\n`

/** re-INVITE: hold, resume, refresh. */
export const reinvite = (cseq: number, wish: RequestWish): string =>
  request('INVITE', cseq, 'in the dialog', wish) + maybe(100) + ok() + ack(cseq)

/** The other side's request comes, and is answered with 200. `headers` go into the answer. */
export const answers = (
  method: 'UPDATE' | 'INVITE' | 'BYE',
  headers: readonly string[] = [],
  body = '',
): string =>
  `<recv request="${method}" />\n<send><![CDATA[\n${[
    'SIP/2.0 200 OK',
    ...['[last_Via:]', '[last_From:]', '[last_To:]', '[last_Call-ID:]', '[last_CSeq:]'],
    'Contact: <sip:peer@[local_ip]:[local_port];transport=[transport]>',
    ...headers,
    ...[`Content-Length: ${body === '' ? '0' : '[len]'}`, '', body],
  ].join('\n')}\n]]></send>\n`

/** A re-INVITE of the other side comes, and is answered; its ACK must come, too. */
export const takesReinvite = (headers: readonly string[], body: string): string =>
  answers('INVITE', [...headers, 'Content-Type: application/sdp'], body) +
  '<recv request="ACK" />\n'

/** UPDATE without an offer: a refresh. */
export const update = (cseq: number, headers: readonly string[]): string =>
  request('UPDATE', cseq, 'in the dialog', { headers }) + ok()

/** One key by SIP INFO, as a FRITZ!Box sends it when the session knows no telephone-event. */
export const info = (cseq: number, key: string): string =>
  request('INFO', cseq, 'in the dialog', {
    contentType: 'application/dtmf-relay',
    body: `Signal=${key}\nDuration=160\n`,
  }) + ok()

/** Plays RTP out of a capture; needs a raw socket, so root. */
export const plays = (pcapFile: string): string =>
  `<nop><action><exec play_pcap_audio="${pcapFile}" /></action></nop>\n`

/** Streams raw A-law from a file, over and over. */
export const streams = (alawFile: string): string =>
  `<nop><action><exec rtp_stream="${alawFile},-1,8" /></action></nop>\n`

export type SippRun = { readonly exitCode: number | null; readonly messages: string }

/**
 * Runs one scenario once against `host:port`. Exit code 0 says that everything it expected came.
 * `messages` is all SIP that went over the wire. Each file of tests that runs beside others has an `address` of its own, as the
 * port is always the same.
 */
export async function sipp(
  target: string,
  xml: string,
  { address, transport = 'UDP' }: { address: string; transport?: 'UDP' | 'TCP' },
): Promise<SippRun> {
  const binary = program('sipp', 'sip-tester')
  const folder = mkdtempSync(join(tmpdir(), 'rundruf-sipp-'))
  try {
    writeFileSync(join(folder, 'scenario.xml'), xml)
    const running = spawn(
      binary,
      [
        target,
        ...['-sf', 'scenario.xml', '-s', 'rundruf', '-m', '1', '-nostdin', '-timeout', '60'],
        ...['-i', address, '-mi', address, '-p', '5160', '-t', transport === 'TCP' ? 't1' : 'u1'],
        ...[
          '-trace_msg',
          '-message_file',
          'messages.log',
          '-trace_err',
          '-error_file',
          'errors.log',
        ],
      ],
      { cwd: folder, stdio: 'ignore' },
    )
    const [exitCode] = (await once(running, 'exit')) as [number | null]
    const read = (name: string): string => {
      try {
        return readFileSync(join(folder, name), 'utf8')
      } catch {
        return ''
      }
    }
    return { exitCode, messages: read('messages.log') + read('errors.log') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
