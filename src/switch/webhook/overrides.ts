/** What can go wrong with one try, in the words of `rp`: connecting, reading, or an answer of 400–599. */
export type TryFailure = 'ct' | 'rt' | '4xx' | '5xx'

/** How one logical request is tried (Twilio, "Webhook connection overrides"). */
export type Trying = {
  readonly connectMs: number
  readonly readMs: number
  readonly totalMs: number
  readonly retries: number
  readonly retryAfter: ReadonlySet<TryFailure>
}

const failures = ['ct', 'rt', '4xx', '5xx'] as const

const usual: Trying = {
  connectMs: 5_000,
  readMs: 15_000,
  totalMs: 15_000,
  retries: 1,
  retryAfter: new Set(['ct']),
}

/** Pauses before the second, third … try: five retries bridge three seconds, the restart of an application. */
export const pausesMs = [100, 200, 400, 800, 1600] as const

/** A key of the fragment that is unknown, or out of its range. Code 11243 is Twilio's for a bad `rp`. */
export type BadOverride = { readonly code: number; readonly message: string }

/**
 * Reads `#rc=5&rp=5xx,ct,rt` from an address. What is wrong there keeps its default, and is named.
 * `sni` and `e` belong to a network of many places; they mean nothing here.
 */
export function tryingOf(url: string): { trying: Trying; bad: readonly BadOverride[] } {
  const fragment = new URLSearchParams(url.includes('#') ? url.slice(url.indexOf('#') + 1) : '')
  const bad: BadOverride[] = []
  const whole = (key: string, least: number, most: number, otherwise: number) => {
    const text = fragment.get(key)
    if (text === null) return otherwise
    const number = /^\d{1,5}$/.test(text) ? Number(text) : NaN
    if (number >= least && number <= most) return number
    bad.push({ code: 11200, message: `#${key} takes ${least} to ${most}` })
    return otherwise
  }
  const trying = {
    connectMs: whole('ct', 100, 10_000, usual.connectMs),
    readMs: whole('rt', 100, 15_000, usual.readMs),
    totalMs: whole('tt', 100, 15_000, usual.totalMs),
    retries: whole('rc', 0, pausesMs.length, usual.retries),
    retryAfter: retryAfter(fragment.get('rp'), bad),
  }
  return { trying, bad }
}

function retryAfter(text: string | null, bad: BadOverride[]): ReadonlySet<TryFailure> {
  if (text === null) return usual.retryAfter
  const words = text.split(',')
  if (words.every((word) => word === 'all')) return new Set(failures)
  const known = words.flatMap((word) =>
    word === 'all' ? failures : failures.filter((failure) => failure === word),
  )
  if (words.every((word) => word === 'all' || failures.some((failure) => failure === word)))
    return new Set(known)
  bad.push({ code: 11243, message: '#rp takes a list of 4xx, 5xx, ct, rt and all' })
  return usual.retryAfter
}
