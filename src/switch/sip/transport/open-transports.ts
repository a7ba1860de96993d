import type { Source } from '../call/call.ts'
import { openTcp } from './tcp.ts'
import type { Transport, TransportSettings } from './transport.ts'
import { openTls } from './tls.ts'
import type { TlsIdentity } from './tls.ts'
import { openUdp } from './udp.ts'

/** How often a free UDP port may turn out to be taken on TCP before we give up. */
const triesMax = 20

/** TLS has a port of its own; 0 takes a free one. */
export type TlsSettings = TlsIdentity & { readonly port: number }

export type Transports = {
  readonly udp: Transport
  /** Where TLS is heard; undefined without a certificate. */
  readonly tlsPort: number | undefined
  /** The transport that leads to such a peer; undefined when it is not open. */
  of(peer: Source): Transport | undefined
  close(): Promise<void>
}

/** UDP and TCP on one port, and TLS on its own if we have a certificate. Port 0 takes one that both have free. */
export async function openTransports(
  settings: TransportSettings,
  tls?: TlsSettings,
): Promise<Transports> {
  const { udp, tcp } = await openPair(settings)
  const close = async (...more: readonly Transport[]) => {
    await Promise.all([udp, tcp, ...more].map((one) => one.close()))
  }
  if (tls === undefined) return transports({ UDP: udp, TCP: tcp }, () => close())
  try {
    const secure = await openTls({ ...settings, port: tls.port }, tls)
    return transports({ UDP: udp, TCP: tcp, TLS: secure }, () => close(secure))
  } catch (error) {
    await close()
    throw error
  }
}

type Open = { readonly UDP: Transport; readonly TCP: Transport; readonly TLS?: Transport }

function transports(open: Open, close: () => Promise<void>): Transports {
  return { udp: open.UDP, tlsPort: open.TLS?.port, of: ({ transport }) => open[transport], close }
}

async function openPair(
  settings: TransportSettings,
): Promise<{ readonly udp: Transport; readonly tcp: Transport }> {
  for (let tries = 1; ; tries++) {
    const udp = await openUdp(settings)
    try {
      return { udp, tcp: await openTcp({ ...settings, port: udp.port }) }
    } catch (error) {
      await udp.close()
      if (settings.port !== 0 || tries === triesMax) throw error
    }
  }
}
