import { nextTry, type DueMail, type MailQueue } from '../conference/organiser/mails.ts'
import type { Announce, Clock } from '../conference/ports.ts'
import type { Outcome, Transport } from './transport.ts'

/*
 * Takes what is due out of the queue, hands it over, and writes down what came of it; every second, so that a code
 * is on its way before somebody looks for it. A row leaves the queue only after the server has taken the mail: when
 * the program is killed in between, the mail is sent twice rather than never.
 *
 *   queue ──take──▶ hand over ──taken──▶ sent
 *     ▲                 ├─ refused, broken, too late ──▶ given up
 *     ├──── later ──────┤
 *     └── unreachable ──┘  and nobody is bothered for a while: 5 s, 10 s, … 1 min
 */

export type SendingParts = {
  readonly store: { readonly mailQueue: MailQueue }
  readonly transport: Transport
  readonly clock: Clock
  readonly announce: Announce
}

const everyMs = 1000
/** Mails on their way at the same time: a slow receiver keeps nobody else waiting. */
const atOnceMax = 3
/** Longer than handing over can take. */
const heldMs = 3 * 60_000
const pauseMs = 5000
const pauseMaxMs = 60_000
/** What is on its way when we stop gets so long; then it comes back by itself later. */
const stopMaxMs = 3000

/** The sender; `round` sends everything that is due now. */
export function sender({ store, transport, clock, announce }: SendingParts) {
  const { mailQueue } = store
  let stopped = false
  let inVain = 0
  let pausedUntil = 0

  async function worker(): Promise<void> {
    while (!stopped && !isPaused()) {
      const due = await mailQueue.take(clock(), clock() + heldMs)
      if (due === undefined) return
      if (due.until <= clock()) await giveUp(due, 'too-late')
      else await settle(due, await transport.handOver(due.id, due.mail))
    }
  }

  async function settle(due: DueMail, outcome: Outcome): Promise<void> {
    if (outcome.is === 'unreachable') {
      pause(outcome.why)
      await mailQueue.later(due.id, nextTry(due.tries + 1, clock()))
      return
    }
    inVain = 0
    if (outcome.is === 'later') {
      await mailQueue.later(due.id, nextTry(due.tries + 1, clock()))
    } else if (outcome.is === 'taken') {
      await mailQueue.sent(due.id, clock())
      announce({ event: 'mail.sent', about: due.about, tries: due.tries + 1 })
    } else if (outcome.is === 'refused') await giveUp(due, 'refused', outcome.reply)
    else await giveUp(due, 'broken')
  }

  async function giveUp(
    { id, about }: DueMail,
    reason: 'refused' | 'too-late' | 'broken',
    reply?: number,
  ): Promise<void> {
    await mailQueue.givenUp(id, clock())
    announce({ event: 'mail.failed', about, reason, ...(reply !== undefined && { reply }) })
  }

  /** A clock that was put back makes no pause longer. */
  const isPaused = () => clock() < pausedUntil && pausedUntil - clock() <= pauseMaxMs

  /** Said while the pause grows; when it has its full length, everybody who reads the log knows. */
  function pause(why: string): void {
    if (isPaused()) return // another mail has found out at the same time
    const lengthMs = Math.min(pauseMs * 2 ** inVain, pauseMaxMs)
    pausedUntil = clock() + lengthMs
    inVain += 1
    if (lengthMs < pauseMaxMs) announce({ event: 'mail.unreachable', why })
  }

  return {
    round: async (): Promise<void> => {
      await Promise.all(Array.from({ length: atOnceMax }, worker))
    },
    stop: (): void => {
      stopped = true
    },
  }
}

/** Sends what is due, every second until it is stopped. */
export function keepSending(parts: SendingParts): AsyncDisposable {
  const { round, stop } = sender(parts)
  let running: Promise<void> | undefined
  const turn = () => {
    running ??= round()
      .catch((error: unknown) => {
        parts.announce({ event: 'mail.queue-failed', error })
      })
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(turn, everyMs)
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      stop()
      const { promise: tooLong, resolve } = Promise.withResolvers<undefined>()
      const patience = setTimeout(resolve, stopMaxMs, undefined)
      await Promise.race([running, tooLong])
      clearTimeout(patience)
    },
  }
}
