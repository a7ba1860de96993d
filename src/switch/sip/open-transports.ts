import type { Source } from './call.ts'
import { openTcp } from './tcp.ts'
import type { Transport, TransportSettings } from './transport.ts'
import { openUdp } from './udp.ts'

/** How often a free UDP port may turn out to be taken on TCP before we give up. */
const triesMax = 20

export type Transports = {
  readonly udp: Transport
  /** The transport that leads to such a peer; undefined when it is not open. */
  of(peer: Source): Transport | undefined
  close(): Promise<void>
}

/** UDP and TCP on one port. Port 0 takes one that both have free. */
export async function openTransports(settings: TransportSettings): Promise<Transports> {
  const { udp, tcp } = await openPair(settings)
  const all = { UDP: udp, TCP: tcp, TLS: undefined }
  return {
    udp,
    of: ({ transport }) => all[transport],
    async close() {
      await Promise.all([udp.close(), tcp.close()])
    },
  }
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
