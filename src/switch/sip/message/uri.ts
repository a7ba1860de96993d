import { isIPv6 } from 'node:net'
import { readNumber } from './scan.ts'

/** A SIP URI in the parts that we use (RFC 3261 §19.1.1). Other schemes have no host. */
export type Uri = {
  readonly text: string
  /** Lower-case: `sip`, `sips`, `tel` or whatever was sent. */
  readonly scheme: string
  /** Still escaped: `%41` stays `%41`. */
  readonly user: string
  /** Name or address, without the brackets of IPv6. */
  readonly host: string
  readonly port: number | undefined
  /** From the first `;` after the host on, lower-case. */
  readonly parameters: string
  /** Whether `?name=value` follows, which has no place in a request line (RFC 3261 §19.1.1). */
  readonly hasHeaders: boolean
}

const portMax = 65_535
const forbidden = new Set(' \t"<>')

/** Reads a URI; undefined when it is none. */
export function readUri(text: string): Uri | undefined {
  for (const char of text) if (forbidden.has(char)) return undefined
  const colon = text.indexOf(':')
  if (colon <= 0 || !isScheme(text, colon)) return undefined
  const scheme = text.slice(0, colon).toLowerCase()
  if (scheme !== 'sip' && scheme !== 'sips') {
    if (colon + 1 === text.length) return undefined
    return { text, scheme, user: '', host: '', port: undefined, parameters: '', hasHeaders: false }
  }
  const at = text.indexOf('@', colon)
  const user = at < 0 ? '' : text.slice(colon + 1, at)
  const hostStart = at < 0 ? colon + 1 : at + 1
  const question = text.indexOf('?', hostStart)
  const end = question < 0 ? text.length : question
  const semicolon = text.indexOf(';', hostStart)
  const hostEnd = semicolon < 0 || semicolon > end ? end : semicolon
  const place = readHostPort(text.slice(hostStart, hostEnd))
  if (place === undefined) return undefined
  const parameters = text.slice(hostEnd, end).toLowerCase()
  return { text, scheme, user, ...place, parameters, hasHeaders: question >= 0 }
}

/** `host`, `host:port`, `[v6]:port` in its two parts; undefined when malformed. */
export function readHostPort(
  text: string,
): { readonly host: string; readonly port: number | undefined } | undefined {
  const bracket = text.startsWith('[') ? text.indexOf(']') : -1
  const colon = text.indexOf(':', bracket + 1)
  const host = bracket > 0 ? text.slice(1, bracket) : colon < 0 ? text : text.slice(0, colon)
  if (bracket > 0 ? !isIPv6(host) : !isHostName(host)) return undefined
  const rest = text.slice(bracket > 0 ? bracket + 1 : host.length)
  if (rest === '') return { host, port: undefined }
  const port = rest.startsWith(':') ? readNumber(rest.slice(1), portMax) : undefined
  return port === undefined ? undefined : { host, port }
}

/** An address as it stands in a URI or a Via: IPv6 in brackets. */
export function inUri(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}

/** The same with its port; none when it is 0, i.e. not known yet. */
export function inUriWithPort(place: { readonly address: string; readonly port: number }): string {
  return place.port === 0 ? inUri(place.address) : `${inUri(place.address)}:${place.port}`
}

/** Whether the URI carries that parameter, e.g. `lr` or `transport=tcp`. */
export function hasUriParameter(uri: Uri, parameter: string): boolean {
  return (
    `${uri.parameters};`.includes(`;${parameter};`) ||
    `${uri.parameters};`.includes(`;${parameter}=`)
  )
}

function isScheme(text: string, end: number): boolean {
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i) | 32
    const letter = code >= 97 && code <= 122
    if (!letter && (i === 0 || !'0123456789+-.'.includes(text[i]!))) return false
  }
  return true
}

function isHostName(host: string): boolean {
  for (let i = 0; i < host.length; i++) {
    const code = host.charCodeAt(i) | 32
    if ((code < 97 || code > 122) && !'0123456789.-_'.includes(host[i]!)) return false
  }
  return host !== ''
}
