import type { SipEndpoint, SipEndpointSettings, Source } from './call.ts'
import { sipCore } from './core.ts'
import { abandon } from './incoming-call.ts'
import { localAddressFor } from './local-address.ts'
import type { Reading } from './message.ts'
import { openTransports } from './open-transports.ts'
import { receiver } from './receive.ts'

/**
 * Opens the SIP side of the switch: it takes calls and never places any.
 *
 *   datagram / stream ─▶ read ─▶ transaction ─▶ rule of the method ─▶ call ─▶ its listener
 *        mayTalk first            absorbs repeats   (rules.ts)
 *
 * Rejects when the port is taken.
 */
export async function openSipEndpoint(settings: SipEndpointSettings): Promise<SipEndpoint> {
  const { host, port, mayTalk, log } = settings
  // What comes before both sockets are open is lost like a packet, and sent again like one.
  let arrived: (reading: Reading, source: Source) => void = () => undefined
  const { udp, tcp } = await openTransports({
    host,
    port,
    mayTalk,
    log,
    arrived: (reading, source) => {
      arrived(reading, source)
    },
  })
  const core = sipCore(
    settings,
    (octets, to) => {
      const transport = to.transport === 'UDP' ? udp : tcp
      transport.send(octets, to)
    },
    (peer) => ({ address: localAddressFor(udp.address, peer), port: udp.port }),
    (peer) => tcp.isConnected(peer),
  )
  arrived = receiver(core)
  return {
    address: udp.address,
    port: udp.port,
    get callCount() {
      return core.calls.upCount
    },
    async close() {
      for (const call of core.calls.all()) abandon(call)
      core.servers.close()
      core.clients.close()
      await Promise.all([udp.close(), tcp.close()])
    },
  }
}
