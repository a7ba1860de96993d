import type { Document } from './carrier-document.ts'

export type Form = Readonly<Record<string, string>>
export type Answer = { readonly status: number; readonly body: string }

/** A caller of the pretend carrier: hears documents, presses keys, hangs up; and what the carrier does to them. */
export type PretendCall = {
  readonly sid: string
  /** Everything that was asked of the app in this call, and its answers. */
  readonly requests: readonly {
    readonly url: string
    readonly form: Form
    readonly answer: Answer
  }[]
  /** What the caller heard since the last request. */
  readonly hears: string
  readonly at: Document['is']
  /** The last document. */
  readonly document: string
  /** Name of the conference the caller is in, else empty. */
  readonly conference: string
  /** Where the next request would go. */
  readonly next: string
  /** How long the question waits for the next key. */
  readonly patienceSeconds: number
  form(more?: Form): Form
  /** Asks for a document and does what it says. @throws Error when the answer is no document */
  follow(url: string, form: Form): Promise<Answer>
  /** Keys, one after the other, as fast as the caller likes. In a conference only `*` is a key. */
  presses(keys: string): Promise<void>
  pressesStar(): Promise<void>
  /** The patience of the question runs out. */
  waits(): Promise<void>
  /** What is played to somebody who is alone in a conference; the next document of it each time. */
  listensWhileWaiting(): Promise<void>
  /** What is being said has been said: the next round. */
  hearsOut(): Promise<void>
  hangsUp(): Promise<void>
  /** Hangs up at this moment, and every word of it to the app is lost. */
  vanishes(at: number): void
  /** Over REST: out of the conference, for this reason (Twilio, ReasonParticipantLeft). */
  isSentOut(reason: string): Promise<void>
  /** Over REST: to another document. */
  isSentTo(url: string): Promise<void>
  isMuted(muted: boolean): Promise<void>
}
