import { BlockList, isIP, isIPv6 } from 'node:net'

/** Which addresses lie in networks such as `192.0.2.0/24`, `2001:db8::/32`, or `198.51.100.7`. */
export type InNetworks = (address: string) => boolean

/** @throws RangeError naming the first that is no network */
export function networks(listed: readonly string[]): InNetworks {
  const list = new BlockList()
  for (const network of listed) {
    const [address = '', bits] = network.trim().split('/')
    const version = isIP(address)
    const prefixMax = version === 6 ? 128 : 32
    const prefix = bits === undefined ? prefixMax : /^\d{1,3}$/.test(bits) ? Number(bits) : NaN
    if (version === 0 || !(prefix <= prefixMax)) throw new RangeError(`${network} is no network`)
    list.addSubnet(address, prefix, version === 6 ? 'ipv6' : 'ipv4')
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
