import { bye } from './call/bye.ts'
import type { SipEndpoint, SipEndpointSettings, Source } from './call/call.ts'
import { sipCore } from './core.ts'
import type { Place } from './core.ts'
import { abandon } from './call/incoming-call.ts'
import { localAddressFor } from './transport/local-address.ts'
import type { Reading } from './message/message.ts'
import { openTransports } from './transport/open-transports.ts'
import { receiver } from './receive.ts'
import type { TransportSettings } from './transport/transport.ts'
import { openTrunks } from './trunk/trunks.ts'

/**
 * Opens the SIP side of the switch: it takes calls and never places any.
 *
 *   datagram / stream ─▶ read ─▶ transaction ─▶ rule of the method ─▶ call ─▶ its listener
 *        mayTalk first            absorbs repeats   (rules.ts)
 *   a trunk's own way ───▲
 *
 * Rejects when the port is taken.
 */
export async function openSipEndpoint(settings: SipEndpointSettings): Promise<SipEndpoint> {
  const { host, port, mayTalk, log } = settings
  const peersTrunk = (address: string) =>
    settings.trunks?.find((trunk) => trunk.isPeer(address))?.name
  // What comes before all is open is lost like a packet, and sent again like one.
  let arrived: (reading: Reading, source: Source) => void = () => undefined
  const heard: TransportSettings = {
    ...{ host, port, log },
    mayTalk: (address) => mayTalk(address) || peersTrunk(address) !== undefined,
    arrived: (reading, source) => {
      const trunk = peersTrunk(source.address)
      arrived(reading, trunk === undefined ? source : { ...source, trunk })
    },
  }
  const transports = await openTransports(heard, settings.tls)
  const { udp } = transports
  const wayTo = (peer: Source) => trunks.wayTo(peer) ?? transports.of(peer)
  const place: Place = (peer) =>
    trunks.placeTowards(peer) ?? {
      address: localAddressFor(udp.address, peer),
      port: transports.of(peer)?.port ?? udp.port,
    }
  const core = sipCore(
    settings,
    (octets, to) => {
      wayTo(to)?.send(octets, to)
    },
    place,
    (peer) => wayTo(peer)?.isConnected(peer) === true,
    (peer) => trunks.reachedAt(peer) ?? place(peer),
  )
  const trunks = openTrunks(settings, core.clients, (reading, source) => {
    arrived(reading, source)
  })
  arrived = receiver(core)
  return {
    address: udp.address,
    port: udp.port,
    tlsPort: transports.tlsPort,
    get callCount() {
      return core.calls.upCount
    },
    trunks: trunks.states,
    hangUp(dialog, over) {
      bye(core, dialog, over)
    },
    async close() {
      for (const call of core.calls.all()) abandon(call)
      await trunks.close()
      core.servers.close()
      core.clients.close()
      await transports.close()
    },
  }
}
