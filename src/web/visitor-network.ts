import { isIPv4, isIPv6 } from 'node:net'

/**
 * The network a visitor comes from, as far as one household or one owner reaches: an IPv4 address, or the first half of
 * an IPv6 one, because whoever has one of those has all that begin alike. Only for counting (S-05).
 */
export function networkOf(address: string | undefined): string {
  const plain = (address ?? '').replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  if (isIPv4(plain)) return plain
  return isIPv6(plain) ? firstHalf(plain) : 'unknown'
}

const groups = 8

function firstHalf(address: string): string {
  const [before = '', after] = address.split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros = Array.from({ length: groups - head.length - tail.length }, () => '0')
  const all = after === undefined ? head : [...head, ...zeros, ...tail]
  const half = all.slice(0, groups / 2).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${half.join(':')}::/64`
}
