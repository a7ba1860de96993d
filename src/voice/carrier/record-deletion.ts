import {
  nextDeletion,
  type CarrierRecords,
  type DueRecord,
} from '../../conference/carrier-records.ts'
import type { Announce, Clock } from '../../conference/ports.ts'
import type { Phone } from './phone.ts'

/* Deletes at the carrier what it keeps of calls that are over (P-12), one after the other, as soon as it lets us. */

export type DeletionParts = {
  readonly store: { readonly carrierRecords: CarrierRecords }
  readonly phone: Pick<Phone, 'deleteRecord'>
  readonly clock: Clock
  readonly announce: Announce
}

const everyMs = 5000
/** Longer than asking can take, with all its tries. */
const heldMs = 2 * 60_000
/** So many in a round; the next round is soon. */
const roundMax = 100
/** What is on its way when we stop gets so long; it comes back by itself later. */
const stopMaxMs = 3000

/** Deletes what is due now. @throws when the database cannot be reached */
export async function deleteDueRecords(
  { store: { carrierRecords }, phone, clock, announce }: DeletionParts,
  goesOn: () => boolean = () => true,
): Promise<void> {
  for (let done = 0; done < roundMax && goesOn(); done++) {
    const due = await carrierRecords.take(clock(), clock() + heldMs)
    if (due === undefined) return
    const isGone = await isDeleted(due)
    if (isGone) {
      await carrierRecords.gone(due.call)
      announce({ event: 'call.deleted-at-carrier', call: due.call })
    } else if (due.until <= clock()) {
      await carrierRecords.gone(due.call)
      announce({ event: 'alarm.call-kept-at-carrier', call: due.call })
    } else await carrierRecords.later(due.call, nextDeletion(due.tries + 1, clock()))
  }

  async function isDeleted({ call, tries }: DueRecord): Promise<boolean> {
    try {
      return (await phone.deleteRecord(call)) !== 'not-yet'
    } catch (error) {
      announce({ event: 'call.not-deleted', call, tries: tries + 1, error })
      return false
    }
  }
}

/** Deletes what is due, every few seconds until it is stopped. */
export function keepDeletingRecords(parts: DeletionParts): AsyncDisposable {
  let stopped = false
  let running: Promise<void> | undefined
  const turn = () => {
    running ??= deleteDueRecords(parts, () => !stopped)
      .catch((error: unknown) => {
        parts.announce({ event: 'upkeep.failed', error })
      })
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(turn, everyMs)
  turn()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      stopped = true
      const { promise: tooLong, resolve } = Promise.withResolvers<undefined>()
      const patience = setTimeout(resolve, stopMaxMs, undefined)
      await Promise.race([running, tooLong])
      clearTimeout(patience)
    },
  }
}
