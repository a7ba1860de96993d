import { alarms } from './alarms.ts'
import { inWords } from './ask.ts'
import { address, webhooks } from './address.ts'
import { clock, limits, region } from './carrier-facts.ts'
import { certificate } from './certificate.ts'
import { credentials, token } from './credentials.ts'
import { notLookedAt, wrong, type Check, type Finding } from './finding.ts'
import type { Installation } from './installation.ts'
import { lines } from './lines.ts'
import { number } from './number.ts'
import { database, disk, mail } from './on-this-machine.ts'
import { ports } from './ports.ts'
import { sipCertificate } from './sip-certificate.ts'
import { sounds } from './sounds.ts'
import { testCall } from './test-call.ts'

/** Everything a doctor looks at, from near to far, so that the first thing wrong is the one to begin with. */
export const checks: readonly Check[] = [
  disk,
  database,
  sounds,
  ports,
  lines,
  sipCertificate,
  mail,
  certificate,
  address,
  webhooks,
  credentials,
  token,
  region,
  number,
  limits,
  clock,
  testCall,
  alarms,
]

export type Examined = { readonly name: string; readonly findings: readonly Finding[] }

/** Looks at one thing after the other, and tells each as soon as it is seen. */
export async function examine(
  at: Installation,
  tell: (examined: Examined) => void = () => undefined,
  all: readonly Check[] = checks,
): Promise<readonly Examined[]> {
  const seen: Examined[] = []
  const hidden = new Map<string, string>()
  for (const { name, look } of all) {
    const behind = hidden.get(name)
    const findings =
      behind === undefined ? await looked(look, at) : [notLookedAt(`see ${behind} first`)]
    for (const finding of findings) {
      if (finding.is !== 'wrong') continue
      for (const other of finding.hides ?? []) hidden.set(other, name)
    }
    const examined = { name, findings }
    tell(examined)
    seen.push(examined)
  }
  return seen
}

/** A check that breaks has found something, too. */
async function looked(look: Check['look'], at: Installation): Promise<readonly Finding[]> {
  try {
    return await look(at)
  } catch (error) {
    return [wrong(`this could not be looked at: ${inWords(error)}`, 'Try again in a minute.')]
  }
}

/** Puts right what can be put right from here; answers what was. */
export async function mend(seen: readonly Examined[]): Promise<readonly string[]> {
  const mended: string[] = []
  for (const { name, findings } of seen) {
    for (const finding of findings) {
      if (finding.is !== 'wrong' || finding.mend === undefined) continue
      await finding.mend()
      mended.push(name)
    }
  }
  return mended
}

/** How many things are wrong. */
export function wrongIn(seen: readonly Examined[]): number {
  return seen.flatMap(({ findings }) => findings).filter(({ is }) => is === 'wrong').length
}
