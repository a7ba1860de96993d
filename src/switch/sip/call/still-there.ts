import { requestIn } from './dialog.ts'
import type { IncomingCall } from './incoming-call.ts'

/** Answers that say the call is gone over there (RFC 3261 §12.2.1.2). */
const gone: ReadonlySet<number> = new Set([408, 481])

/**
 * Asks the caller's side, by OPTIONS within the call, whether it is still in it. Any answer but "no such call" is a yes,
 * also that it does not know OPTIONS; no answer within 32 s is a no. Nothing about the call changes.
 */
export function askIfThere({ core, dialog }: IncomingCall): Promise<boolean> {
  return new Promise((resolve) => {
    core.clients.open(requestIn(dialog, 'OPTIONS'), core.nextHop(dialog), {
      answered({ status }) {
        if (status >= 200) resolve(!gone.has(status))
      },
      gaveUp() {
        resolve(false)
      },
    })
  })
}
