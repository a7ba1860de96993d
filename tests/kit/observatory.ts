/*
 * How much the head of an answer protects, in points, as MDN's HTTP Observatory counts them (developer.mozilla.org,
 * Observatory, tests and scoring): 100 to begin with, A+ from 100 on. Rules that need a network are left out: redirects
 * from http are the proxy's, preloading is the operator's.
 */

type Rule = (headers: Headers) => number

const has = (headers: Headers, name: string) => headers.get(name) ?? ''

const directives = (headers: Headers) =>
  new Map(
    has(headers, 'content-security-policy')
      .split(';')
      .map((part) => part.trim().split(/\s+/))
      .map(([name = '', ...values]) => [name.toLowerCase(), values]),
  )

const cookieRules = [
  [/;\s*secure/i, -40],
  [/;\s*httponly/i, -30],
  [/;\s*samesite=(?:lax|strict)/i, -20],
] as const

const rules: Readonly<Record<string, Rule>> = {
  'content-security-policy'(headers) {
    const policy = has(headers, 'content-security-policy')
    if (policy === '') return -25
    if (/'unsafe-inline'|'unsafe-eval'|\bdata:|\bhttps?:(?:\s|;|$)|\*/.test(policy)) return -20
    const found = directives(headers)
    const closed = found.get('default-src')?.join() === "'none'"
    const forms = ["'self'", "'none'"].includes(found.get('form-action')?.join() ?? '')
    return closed && forms ? 10 : 5
  },
  cookies(headers) {
    const cookies = headers.getSetCookie()
    if (cookies.length === 0) return 0
    for (const [flag, points] of cookieRules) {
      if (!cookies.every((cookie) => flag.test(cookie))) return points
    }
    return 5
  },
  'cross-origin-resource-sharing': (headers) =>
    headers.has('access-control-allow-origin') && headers.has('access-control-allow-credentials')
      ? -50
      : 0,
  'referrer-policy'(headers) {
    const policy = has(headers, 'referrer-policy')
    if (/^(?:no-referrer|same-origin|strict-origin(?:-when-cross-origin)?)$/.test(policy)) return 5
    return policy === '' ? 0 : -5
  },
  'strict-transport-security'(headers) {
    const seconds = Number(/max-age=(\d+)/.exec(has(headers, 'strict-transport-security'))?.[1])
    return seconds >= 15_768_000 ? 0 : seconds > 0 ? -10 : -20
  },
  'x-content-type-options': (headers) =>
    has(headers, 'x-content-type-options') === 'nosniff' ? 0 : -5,
  'x-frame-options'(headers) {
    if (directives(headers).has('frame-ancestors')) return 5
    return /^(?:deny|sameorigin)$/i.test(has(headers, 'x-frame-options')) ? 0 : -20
  },
  'cross-origin-resource-policy': (headers) =>
    has(headers, 'cross-origin-resource-policy') === 'same-origin' ? 10 : 0,
  'cross-origin-opener-policy': (headers) =>
    has(headers, 'cross-origin-opener-policy') === 'same-origin' ? 10 : 0,
  'cross-origin-embedder-policy': (headers) =>
    has(headers, 'cross-origin-embedder-policy') === 'require-corp' ? 10 : 0,
}

/** Points of one answer; what lost some is named. */
export function observe(headers: Headers): { points: number; lost: readonly string[] } {
  const given = Object.entries(rules).map(([name, rule]) => [name, rule(headers)] as const)
  return {
    points: given.reduce((all, [, points]) => all + points, 100),
    lost: given.filter(([, points]) => points < 0).map(([name]) => name),
  }
}
