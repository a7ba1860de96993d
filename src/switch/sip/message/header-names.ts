/** One-letter names of header fields (RFC 3261 §7.3.3, RFC 4028 §3, RFC 3841 §9, RFC 3515 §2.1, RFC 3892 §3). */
const compactNames: ReadonlyMap<string, string> = new Map([
  ['a', 'accept-contact'],
  ['b', 'referred-by'],
  ['c', 'content-type'],
  ['d', 'request-disposition'],
  ['e', 'content-encoding'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['j', 'reject-contact'],
  ['k', 'supported'],
  ['l', 'content-length'],
  ['m', 'contact'],
  ['o', 'event'],
  ['r', 'refer-to'],
  ['s', 'subject'],
  ['t', 'to'],
  ['u', 'allow-events'],
  ['v', 'via'],
  ['x', 'session-expires'],
])

/** The spelling of names that are not simply Capitals-After-Dashes. */
const spellings: ReadonlyMap<string, string> = new Map([
  ['call-id', 'Call-ID'],
  ['cseq', 'CSeq'],
  ['min-se', 'Min-SE'],
  ['via', 'Via'],
  ['from', 'From'],
  ['to', 'To'],
  ['contact', 'Contact'],
  ['content-type', 'Content-Type'],
  ['max-forwards', 'Max-Forwards'],
  ['record-route', 'Record-Route'],
  ['supported', 'Supported'],
  ['allow', 'Allow'],
  ['server', 'Server'],
])

/** The name a header field goes by inside the switch: lower-case and long. */
export function longName(name: string): string {
  const lower = name.toLowerCase()
  return lower.length === 1 ? (compactNames.get(lower) ?? lower) : lower
}

/** The name as it goes on the wire. */
export function wireName(name: string): string {
  const spelt = spellings.get(name)
  if (spelt !== undefined) return spelt
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('-')
}
