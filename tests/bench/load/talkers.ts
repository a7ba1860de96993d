/** A process with two callers who hum to each other in one room (flood.ts starts it), and hear whether it goes on. */
import { setTimeout as pass } from 'node:timers/promises'
import { call, type Callee, type Caller } from './caller.ts'

export type Talk = {
  readonly to: Callee
  readonly keys: string
  readonly addresses: readonly string[]
}
export type Asked =
  { readonly is: 'talk'; readonly talk: Talk } | { readonly is: 'watch' | 'report' }
export type Told =
  | { readonly is: 'talking'; readonly wires: readonly Caller['wire'][] }
  | { readonly is: 'report'; readonly report: Report }
export type Report = {
  readonly longestGapMs: number
  readonly longestQuietMs: number
  readonly packets: number
  readonly missing: number
  /** How late this process itself was at most: no gap can be measured finer. */
  readonly ownDelayMs: number
}

const hums = [440, 620]
const callers: Caller[] = []
const inTheRoomMs = 8000
const lookEveryMs = 5
let ownDelayMs = 0

async function talk({ to, keys, addresses }: Talk): Promise<void> {
  for (const [at, address] of addresses.entries()) {
    const caller = await call(to, { address })
    if ((await caller.answered) !== 200) throw new Error('nobody answered')
    await caller.press(keys)
    caller.hum(hums[at])
    callers.push(caller)
  }
  await pass(inTheRoomMs)
  say({ is: 'talking', wires: callers.map(({ wire }) => wire) })
}

function watch(): void {
  ownDelayMs = 0
  for (const { heard } of callers) heard.watch()
}

function report(): Report {
  const most = (of: (caller: Caller) => number) => Math.max(...callers.map(of))
  return {
    longestGapMs: most(({ heard }) => heard.longestGapMs),
    longestQuietMs: most(({ heard }) => heard.longestQuietMs),
    packets: callers.reduce((sum, { heard }) => sum + heard.packets, 0),
    missing: callers.reduce((sum, { heard }) => sum + heard.missing, 0),
    ownDelayMs,
  }
}

let due = performance.now() + lookEveryMs
setInterval(() => {
  const now = performance.now()
  ownDelayMs = Math.max(ownDelayMs, now - due)
  due = now + lookEveryMs
}, lookEveryMs)

const say = (told: Told) => process.send?.(told)
process.on('message', (asked: Asked) => {
  if (asked.is === 'talk') void talk(asked.talk)
  if (asked.is === 'watch') watch()
  if (asked.is === 'report') say({ is: 'report', report: report() })
})
process.on('disconnect', () => process.exit())
