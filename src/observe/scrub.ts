/**
 * The last thing a log line passes before it leaves the process (TRUST S-92). Whoever logs must not log numbers,
 * PINs or addresses; this is for the day somebody does, and for texts of others that hold them: error messages,
 * header values, addresses with a query.
 *
 *   fields → pino → line of JSON → hidden fields, long numbers, patterns in every name and text → standard output
 */

/** Fields whose value never leaves, whatever it looks like. Compared without case, `-` and `_`. */
const hiddenFields = new Set(
  [
    ...['pin', 'pins', 'hostPin', 'digits', 'digit', 'key', 'keys', 'dtmf', 'roomNumber'],
    ...['from', 'to', 'caller', 'called', 'phoneNumber', 'number', 'mail', 'email'],
    ...['token', 'authToken', 'secret', 'apiKeySecret', 'password', 'authorization', 'cookie'],
    ...['setCookie', 'xTwilioSignature', 'body'],
  ].map(plain),
)
const hidden = '[hidden]'
/** A run of digits this long may be a PIN, a room number or a telephone number. */
const digitsMax = 5

type Pattern = readonly [find: RegExp, replace: string]

const patterns: readonly Pattern[] = [
  // Credentials: header values, addresses with a password, queries.
  [/\b(Basic|Bearer|Digest)\s+[^\s"',]+/gi, `$1 ${hidden}`],
  [/(:\/\/)[^\s"'/@]+@/g, `$1${hidden}@`],
  [/([?&;\s"'](?:step|token|code|key|secret|pin|digits|password)=)[^&\s"'#;]+/gi, `$1${hidden}`],
  [/^((?:step|token|code|key|secret|pin|digits|password)=)[^&\s"'#;]+/gi, `$1${hidden}`],
  // Links that open something: signing in, organising a room together.
  [/(\/(?:link|join)\/)[\w-]+/g, `$1${hidden}`],
  // Fields inside a text that is itself JSON.
  [/("(?:pin|digits|from|to|caller|called|number|token)"\s*:\s*")[^"]*/gi, `$1${hidden}`],
  // Mail addresses, also as they stand in a query.
  [/[\p{L}\p{N}._%+-]+(?:@|%40)(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/gu, '[mail]'],
  // Telephone numbers with signs between the digits: +49 30 123-456, 0049/30/123456, (030) 123 456.
  [/(?:\+|%2B|(?<![\w.:-])00)[1-9](?:[ ()/.-]{0,2}\d){5,14}/gi, '[number]'],
  [/(?<![\w.:-])\(?0[1-9]\d{0,4}\)?(?:[ /-]{1,2}\d{2,}){1,5}(?![\w:])/g, '[number]'],
  // Numbers as we print them, in groups of three: 471 108.
  [/(?<![\w.:-])\d{3}(?: \d{3}){1,2}(?!\w)/g, '[number]'],
  // Bare runs. Not inside a word: CA0123… and other identifiers stay whole.
  [/(?<![\p{L}\d_-])\d{6,}(?![\p{L}\d_])/gu, '[number]'],
]

/** The line without what must not leave. Valid JSON stays valid JSON; another text is scrubbed as it is. */
export function scrub(line: string): string {
  let fields: unknown
  try {
    fields = JSON.parse(line)
  } catch {
    return scrubText(line)
  }
  return JSON.stringify(scrubValue('', fields)) + (line.endsWith('\n') ? '\n' : '')
}

function scrubText(text: string): string {
  return patterns.reduce((left, [find, replace]) => left.replace(find, replace), text)
}

function scrubValue(field: string, value: unknown): unknown {
  if (value === null) return value
  if (hiddenFields.has(plain(field))) return hidden
  if (typeof value === 'string') return scrubText(value)
  if (typeof value === 'number') return isLong(value) && !measured.test(field) ? '[number]' : value
  if (Array.isArray(value)) return value.map((one) => scrubValue('', one))
  if (typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [scrubText(name), scrubValue(name, one)]),
  )
}

/** Names with a unit at their end hold measurements. */
const measured = /(?:Ms|Seconds|Bytes|Count)$/
const isLong = (value: number) => String(Math.trunc(Math.abs(value))).length > digitsMax

function plain(field: string): string {
  return field.toLowerCase().replace(/[-_]/g, '')
}
