import type { Phone } from './phone.ts'

/** The same carrier, and whether it answered when it was last asked for anything. */
export type AnsweringCarrier = { readonly phone: Phone; readonly answers: () => boolean }

/** `changed` is called when it stops answering, and when it answers again. */
export function answering(phone: Phone, changed: () => void): AnsweringCarrier {
  let answers = true
  const now = (answered: boolean): void => {
    if (answers === answered) return
    answers = answered
    changed()
  }
  const noticing =
    <In extends readonly unknown[], Out>(ask: (...words: In) => Promise<Out>) =>
    async (...words: In): Promise<Out> => {
      try {
        const answer = await ask(...words)
        now(true)
        return answer
      } catch (error) {
        now(isAnswer(error))
        throw error
      }
    }
  return {
    answers: () => answers,
    phone: {
      whoIsIn: noticing((name) => phone.whoIsIn(name)),
      isLive: noticing((call) => phone.isLive(call)),
      endOf: noticing((call) => phone.endOf(call)),
      setMuted: noticing((seat, muted) => phone.setMuted(seat, muted)),
      announceToAll: noticing((name, url) => phone.announceToAll(name, url)),
      announceTo: noticing((seat, url) => phone.announceTo(seat, url)),
      remove: noticing((seat) => phone.remove(seat)),
      deleteRecord: noticing((call) => phone.deleteRecord(call)),
      hangUp: noticing((call) => phone.hangUp(call)),
      endConference: noticing((name) => phone.endConference(name)),
      redirect: noticing((call, url) => phone.redirect(call, url)),
    },
  }
}

/** A carrier that says no is there. */
function isAnswer(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error)) return false
  return typeof error.status === 'number' && error.status < 500
}
