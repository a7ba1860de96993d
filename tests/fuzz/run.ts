import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { inputsFor, targets } from './targets.ts'

/*
 * npm run fuzz [-- SECONDS]: every reader in turn, with new inputs each time, until the time is over. Prints what it tried;
 * exit code 1 and a file with the shortest input it found when something did not hold.
 */

const seconds = Number(process.argv[2] ?? 60)
const runsAtOnce = 2_000
const slowMs = 50
const shownMax = 500
const began = performance.now()
const tried = new Map<string, number>()
let slowest = { name: '', ms: 0, bytes: Buffer.alloc(0) }

while (performance.now() - began < seconds * 1000) {
  for (const target of targets) {
    const holds = fc.property(inputsFor(target), (bytes) => {
      const at = performance.now()
      target.holds(bytes)
      const ms = performance.now() - at
      if (ms > slowest.ms) slowest = { name: target.name, ms, bytes: Buffer.from(bytes) }
    })
    const result = fc.check(holds, { numRuns: runsAtOnce })
    tried.set(target.name, (tried.get(target.name) ?? 0) + result.numRuns)
    if (!result.failed) continue
    const file = join(tmpdir(), `rundruf-fuzz-${Date.now()}.bin`)
    writeFileSync(file, result.counterexample?.[0] ?? '')
    console.error(`${target.name}: ${String(result.errorInstance)}\nThe input is in ${file}`)
    process.exit(1)
  }
}
for (const [name, times] of tried)
  console.log(`${name.padEnd(20)} ${String(times).padStart(9)} inputs`)
console.log(`slowest: ${slowest.name}, ${slowest.ms.toFixed(1)} ms`)
if (slowest.ms > slowMs) console.log(slowest.bytes.toString('latin1').slice(0, shownMax))
