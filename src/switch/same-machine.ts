import { networkInterfaces } from 'node:os'

/** Every address that this machine has right now. */
export function ownAddresses(): ReadonlySet<string> {
  return new Set(
    Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)),
  )
}

/**
 * What an address in a caller's session description stands for. A telephone on this machine calls over loopback, but may
 * name another address of the machine, even one of the other kind (linphone does): its sound goes where its call
 * came from. Everybody else's addresses stand for themselves, and must be allowed as they are (S-64).
 * @param peer where the call came from
 */
export function addressMeantBy(
  peer: string,
  own: () => ReadonlySet<string> = ownAddresses,
): (named: string) => string {
  const here = peer === '::1' || peer.startsWith('127.')
  return (named) => (here && !isLoopback(named) && own().has(named) ? peer : named)
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}
