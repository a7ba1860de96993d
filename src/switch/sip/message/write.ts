import { wireName } from './header-names.ts'
import type { SipMessage } from './message.ts'

/** The octets of a message. Content-Length is counted here, whatever the headers say. */
export function writeMessage(message: SipMessage): Buffer {
  let head =
    message.is === 'request'
      ? `${message.method} ${message.uri} SIP/2.0\r\n`
      : `SIP/2.0 ${message.status} ${message.reason}\r\n`
  for (const { name, value } of message.headers) {
    if (name !== 'content-length') head += `${wireName(name)}: ${oneLine(value)}\r\n`
  }
  head += `Content-Length: ${message.body.length}\r\n\r\n`
  const octets = Buffer.allocUnsafe(head.length + message.body.length)
  octets.write(head, 0, 'latin1')
  message.body.copy(octets, head.length)
  return octets
}

/** A value with a line break would be a header field of somebody else's making. */
function oneLine(value: string): string {
  return value.includes('\n') || value.includes('\r') ? value.replaceAll(/[\r\n]+/g, ' ') : value
}
