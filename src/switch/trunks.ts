import { networks } from './networks.ts'
import type { Source } from './sip/call/call.ts'
import { isPublic } from './sip/transport/public-address.ts'
import type { Account, TrunkSettings } from './sip/trunk/trunk.ts'

/** A line of a provider: how it registers, or who may call on it, and what its calls are about. */
export type TrunkLine = {
  readonly name: string
  readonly account?: Account
  /** Networks of the provider, for a trunk without registration. */
  readonly peers: readonly string[]
  /** Networks that its sound may come from and go to; without any: every public address. */
  readonly media: readonly string[]
  /** The numbers of the line, E.164. */
  readonly numbers: readonly string[]
}

/** What is to be known about the trunks, each found by where a call comes from. */
export type TrunkBook = {
  readonly settings: readonly TrunkSettings[]
  /** The trunk's numbers; undefined for a telephone. */
  numbersAt(source: Source): readonly string[] | undefined
  /** Whether sound of such a call may go there (S-64); undefined for a telephone. */
  mayReach(address: string, source: Source): boolean | undefined
}

/** @throws RangeError naming the first that is no network */
export function trunkBook(lines: readonly TrunkLine[]): TrunkBook {
  const byName = new Map(
    lines.map((line) => {
      const { name, numbers, media } = line
      const inMedia = media.length === 0 ? isPublic : networks(media)
      return [name, { numbers, inMedia }] as const
    }),
  )
  const at = ({ trunk }: Source) => (trunk === undefined ? undefined : byName.get(trunk))
  return {
    settings: lines.map(({ name, account, peers }) => ({
      ...{ name, isPeer: networks(peers) },
      ...(account && { account }),
    })),
    numbersAt: (source) => at(source)?.numbers,
    // A FRITZ!Box sends sound from where it sends SIP, and that is no public address.
    mayReach(address, source) {
      const trunk = at(source)
      return trunk && (address === source.address || trunk.inMedia(address))
    },
  }
}
