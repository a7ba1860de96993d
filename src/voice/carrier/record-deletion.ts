import {
  nextDeletion,
  type CarrierRecords,
  type DueRecord,
} from '../../conference/kept/carrier-records.ts'
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
/** Longer than asking takes. Whoever is slower still finds gone what another has deleted meanwhile, and that is no fault. */
const heldMs = 2 * 60_000
/** Taken and given back together: each writing waits for the disk, and everybody with it. */
const takenMax = 20
/** So many in a round; the next round is soon. */
const roundMax = 100
/** What is on its way when we stop gets so long; it comes back by itself later. */
const stopMaxMs = 3000

type Over = {
  readonly event: 'call.deleted-at-carrier' | 'alarm.call-kept-at-carrier'
  readonly call: string
}

/** Deletes what is due now. @throws when the database cannot be reached */
export async function deleteDueRecords(
  { store: { carrierRecords }, phone, clock, announce }: DeletionParts,
  goesOn: () => boolean = () => true,
): Promise<void> {
  for (let done = 0; done < roundMax && goesOn(); done += takenMax) {
    const due = await carrierRecords.take(clock(), clock() + heldMs, takenMax)
    const over: Over[] = []
    for (const record of due) {
      if (!goesOn()) break
      const { call, tries, until } = record
      if (await isDeleted(record)) over.push({ event: 'call.deleted-at-carrier', call })
      else if (until <= clock()) over.push({ event: 'alarm.call-kept-at-carrier', call })
      else await carrierRecords.later(call, nextDeletion(tries + 1, clock()))
    }
    await carrierRecords.gone(over.map(({ call }) => call))
    for (const happening of over) announce(happening)
    if (due.length < takenMax) return
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
