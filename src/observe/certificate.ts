import { once } from 'node:events'
import { isIP } from 'node:net'
import { connect, type PeerCertificate } from 'node:tls'

const waitMaxMs = 5000

/** What a server shows to whoever comes by https, and what speaks against it. */
export type Shown = { readonly problem: string | undefined; readonly certificate: PeerCertificate }

/**
 * The certificate at an https address.
 * @param ca certificates to believe besides the usual ones
 * @throws when nobody can be reached there
 */
export async function certificateOf(url: URL, ca?: string): Promise<Shown> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const socket = connect({
    host,
    port: Number(url.port === '' ? 443 : url.port),
    ...(isIP(host) === 0 && { servername: host }),
    // We judge for ourselves, so that we can say what is wrong.
    rejectUnauthorized: false,
    ca,
  })
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(waitMaxMs) })
    const problem = socket.authorized ? undefined : String(socket.authorizationError)
    return { problem, certificate: socket.getPeerCertificate() }
  } finally {
    socket.destroy()
  }
}

/** Days until it runs out; below 0 when it has. */
export function daysLeft({ certificate }: Shown, now: number): number {
  return Math.floor((Date.parse(certificate.valid_to) - now) / (24 * 60 * 60_000))
}
