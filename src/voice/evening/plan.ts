import type { EveningOutcome } from '../../conference/meeting/evening.ts'
import type { Kept, Store } from '../../conference/ports.ts'
import { carryOut, steer, type Steer, type Steering } from '../carrier/steer.ts'

/**
 * One thing an organiser wants, decided and on the disk; what is left is the carrier's part:
 *
 *   decided ──▶ carrier is asked ─┬─ done ──────▶ `afterwards`, and the words that go with it
 *                                 ├─ gone ──────▶ `ifGone` says what that means
 *                                 └─ refused, ──▶ `undo`: what is not so is not shown as so either
 *                                    away
 */
export type Plan = {
  /** Without it, it is so already. */
  readonly ask?: Steer
  readonly afterwards?: (kept: Kept) => Promise<readonly Steer[]>
  /** Said when it is done; when they cannot be said, it is done all the same. */
  readonly words?: readonly Steer[]
  readonly ifGone?: (kept: Kept) => Promise<EveningOutcome>
  readonly undo?: (kept: Kept) => Promise<void>
  /** What it is when the carrier did not do it; `carrier-failed` if nothing is said. */
  readonly otherwise?: EveningOutcome
}

/** What steering needs, and where it is decided. */
export type Planning = Steering & { readonly store: Store }

/** It is so. */
export const done: Plan = {}

/** What several together have come to: the worst that somebody should know. */
const worstFirst: readonly EveningOutcome[] = ['carrier-failed', 'still-trying', 'done', 'gone']
export function together(outcomes: readonly EveningOutcome[]): EveningOutcome {
  return worstFirst.find((outcome) => outcomes.includes(outcome)) ?? 'done'
}

/** Asks the carrier, and answers when it has done it or has not. */
export async function carryThrough(has: Planning, plan: Plan): Promise<EveningOutcome> {
  const outcome = await askCarrier(has, plan)
  if (outcome !== 'done') return outcome
  const further = plan.afterwards === undefined ? [] : await has.store.atomically(plan.afterwards)
  void steer(has, [...(plan.words ?? []), ...further])
  return 'done'
}

async function askCarrier(
  has: Planning,
  { ask, ifGone, undo, otherwise = 'carrier-failed' }: Plan,
): Promise<EveningOutcome> {
  if (ask === undefined) return 'done'
  try {
    const outcome = await carryOut(has, ask)
    return outcome === 'gone' && ifGone !== undefined ? await ifGone(has.store) : outcome
  } catch (error) {
    has.announce({ event: 'carrier.unreachable', error })
    if (undo !== undefined) await has.store.atomically(undo)
    return otherwise
  }
}
