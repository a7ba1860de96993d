import { BlockList, isIPv6 } from 'node:net'

/** Addresses that lead to one machine on the internet and nowhere near us (RFC 6890 §2.2). */
export function isPublic(address: string): boolean {
  return isIPv6(address)
    ? globalSix.check(address, 'ipv6') && !reserved.check(address, 'ipv6')
    : !reserved.check(address, 'ipv4')
}

const globalSix = new BlockList()
globalSix.addSubnet('2000::', 3, 'ipv6')
const reserved = new BlockList()
reserved.addSubnet('2001:db8::', 32, 'ipv6')
for (const network of [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
]) {
  const [address = '', bits] = network.split('/')
  reserved.addSubnet(address, Number(bits), 'ipv4')
}
