import { after } from './after.ts'
import type { LastCalls } from './last-calls.ts'
import type { Log } from './log.ts'
import type { SipEndpoint, Source } from './sip/call/call.ts'

/** A trunk that is not there again by then is told all the same; its provider ends calls without sound by itself. */
const trunkLooksMax = 60
const lookAgainMs = 500

/** Whoever was on the line when we died is told now; nobody waits for it, and new calls come in meanwhile. */
export async function hangUpLastCalls(
  last: LastCalls,
  sip: Pick<SipEndpoint, 'hangUp' | 'trunks'>,
  log: Log,
): Promise<void> {
  const left = await last.left()
  if (left.length > 0) log.warn({ calls: left.length }, 'the calls of before a crash are hung up')
  for (const dialog of left) {
    void isThere(dialog.source, sip).then(() => {
      sip.hangUp(dialog, () => {
        last.forget(dialog)
      })
    })
  }
}

/** Resolves at once for telephones, and for a trunk when it is registered again: before, there is no way to it. */
async function isThere({ trunk }: Source, { trunks }: Pick<SipEndpoint, 'trunks'>): Promise<void> {
  for (let looks = 0; trunk !== undefined && looks < trunkLooksMax; looks++) {
    const state = trunks().find(({ name }) => name === trunk)
    if (state === undefined || state.is === 'open' || state.is === 'registered') return
    await after(lookAgainMs)
  }
}
