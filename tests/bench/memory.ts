/*
 * Whether the application keeps anything of calls that are over (npm run bench:memory, some minutes).
 *
 *   20,000 whole calls, as fast as they go, by the carrier's webhooks to `rundruf app` on SQLite:
 *
 *   ├─ warm-up: a quarter ─┤ look ├─ 1,000 calls ─┤ look ├─ 1,000 calls ─┤ look … ─┤
 *
 * A look is what is left after a collection: the memory held, the heap, entries of every Map and Set, what the loop waits
 * for, open files. What counts is the slope of the memory over all looks, and that the rest comes back to where it was.
 * Between collections V8 lets garbage lie as long as there is room; the most that was held then is told as well.
 */
import { readdirSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { openInspector, slopeOf, type Inside } from './inside.ts'
import { calls } from './webhook-clients.ts'
import { residentMb, rundruf } from './webhook-servers.ts'

const callsMax = Number(process.argv[2] ?? 20_000)
const warmUpCalls = callsMax / 4
const callsBetweenLooks = Math.min(1000, callsMax / 8)
const clients = 16
/** After this, nothing that a call has left behind for a moment is there any more. */
const settledMs = 3000
const sampledEveryMs = 500
const msIn10Minutes = 600_000

type Look = { readonly atMs: number; readonly held: number; readonly inside: Inside }

async function measure(): Promise<void> {
  await using server = await rundruf({ instances: 1, inspected: true })
  const pid = server.pids[0] ?? 0
  await using inspector = await openInspector(/ws:\/\/[^\s"\\]+/.exec(server.printed())?.[0] ?? '')
  let most = 0
  let calledMs = 0
  const sampling = setInterval(() => {
    most = Math.max(most, residentMb(pid))
  }, sampledEveryMs)

  const looks: Look[] = []
  await call(server.ports, warmUpCalls)
  for (let done = warmUpCalls; ; done += callsBetweenLooks) {
    await wait(settledMs)
    const seen = await inspector.look()
    const held = residentMb(pid)
    const open = readdirSync(`/proc/${String(pid)}/fd`).length
    const inside = { ...seen, 'held in all, MB': held, 'open files': open }
    looks.push({ atMs: calledMs, held, inside })
    if (done >= callsMax) break
    const begun = performance.now()
    await call(server.ports, callsBetweenLooks)
    calledMs += performance.now() - begun
  }
  clearInterval(sampling)

  const perSecond = ((callsMax - warmUpCalls) / calledMs) * 1000
  const slope =
    slopeOf(
      looks,
      ({ atMs }) => atMs,
      ({ held }) => held,
    ) * msIn10Minutes
  console.log(
    `${String(callsMax)} calls, ${perSecond.toFixed(0)} a second after ${String(warmUpCalls)}; ${most.toFixed(0)} MB at most\n` +
      `held after a collection: ${looks.map(({ held }) => held.toFixed(0)).join(' ')} MB\n` +
      `slope ${slope.toFixed(2)} MB in 10 minutes of this, ${((slope / (perSecond * 600)) * 1000).toFixed(3)} MB in 1,000 calls`,
  )
  for (const [what, was] of Object.entries(looks[0]?.inside ?? {})) {
    const is = looks.at(-1)?.inside[what]?.toFixed(1) ?? ''
    console.log(`${what.padEnd(22)} ${was.toFixed(1).padStart(9)} ─▶ ${is}`)
  }
}

/** So many calls, one after the other on each of the lines. */
async function call(ports: readonly number[], max: number): Promise<void> {
  let begun = 0
  const goesOn = () => begun++ < max
  await Promise.all(Array.from({ length: clients }, () => calls(ports, goesOn, () => undefined)))
}

await measure()
