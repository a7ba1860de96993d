/** Times that go on by themselves between two changes, by the server's clock. */

type TimeWords = {
  readonly waitsSince: {
    readonly now: string
    readonly minutes: { readonly one: string; readonly many: string }
  }
  readonly left: string
  readonly timeOver: string
}

const tickMs = 1000

/** Returns what sets the clock: what it says at the server now, ms since 1970. */
export function tellTimes(live: Element, words: TimeWords): (at: number) => void {
  /** How far this computer's clock is behind. */
  let behindMs = 0
  const tick = (): void => {
    const at = Date.now() + behindMs
    for (const one of live.querySelectorAll('[data-waits]'))
      write(one, waitsSince((at - Number(one.getAttribute('data-waits'))) / 60_000, words))
    for (const one of live.querySelectorAll('[data-ends]')) {
      const seconds = Math.ceil((Number(one.getAttribute('data-ends')) - at) / 1000)
      write(one, seconds > 0 ? words.left.replace('{time}', clock(seconds)) : words.timeOver)
      const bar = one.parentElement?.querySelector('progress')
      if (bar) bar.value = bar.max - seconds
    }
  }
  setInterval(tick, tickMs)
  return (at) => {
    behindMs = at - Date.now()
    tick()
  }
}

function waitsSince(minutes: number, { waitsSince: { now, minutes: some } }: TimeWords): string {
  const count = Math.floor(minutes)
  if (count < 1) return now
  return (count === 1 ? some.one : some.many).replace('{count}', String(count))
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function write(element: Element, words: string): void {
  if (element.textContent !== words) element.textContent = words
}
