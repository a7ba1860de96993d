import type { SipEndpointSettings, Source } from '../call/call.ts'
import type { ClientTransactions } from '../transaction/client-transactions.ts'
import type { Reading } from '../message/message.ts'
import { openLine } from './line.ts'
import type { Line } from './line.ts'
import { systemNames } from './names.ts'
import type { TrunkSettings, TrunkState } from './trunk.ts'
import type { Place, Way } from './way.ts'

/** All trunks. */
export type Trunks = {
  readonly states: () => readonly TrunkState[]
  /** The way of the trunk that this peer belongs to; undefined for telephones and trunks without registration. */
  wayTo(peer: Source): Pick<Way, 'send' | 'isConnected'> | undefined
  /** Where we are at our end of that way. */
  placeTowards(peer: Source): Place | undefined
  /** Where that trunk's provider reaches us. */
  reachedAt(peer: Source): Place | undefined
  close(): Promise<void>
}

export function openTrunks(
  settings: Pick<SipEndpointSettings, 'host' | 'trunks' | 'names' | 'log'>,
  clients: ClientTransactions,
  arrived: (reading: Reading, source: Source) => void,
): Trunks {
  const { trunks = [], names = systemNames(), host, log } = settings
  const openedAt = Date.now()
  const lines = new Map<string, Line>()
  for (const { name, account } of trunks) {
    if (account === undefined) continue
    const machine = { names, random: Math.random, now: Date.now }
    lines.set(name, openLine({ name, account, host, clients, arrived, log, ...machine }))
  }
  const lineOf = ({ trunk }: Source) => (trunk === undefined ? undefined : lines.get(trunk))
  const open = ({ name }: TrunkSettings): TrunkState => {
    return { name, transport: undefined, is: 'open', since: openedAt }
  }
  return {
    states: () => trunks.map((trunk) => lines.get(trunk.name)?.state() ?? open(trunk)),
    wayTo: (peer) => lineOf(peer)?.way,
    placeTowards: (peer) => lineOf(peer)?.place(),
    reachedAt: (peer) => lineOf(peer)?.reachedAt(),
    async close() {
      await Promise.all(Array.from(lines.values(), (line) => line.close()))
    },
  }
}
