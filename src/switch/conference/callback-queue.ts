import type { Log } from '../log.ts'
import type { ConferenceCallback } from '../call/seat.ts'
import type { Webhooks } from '../webhook/webhook.ts'

/** Events of one conference that wait for a slow receiver; one more and the oldest is forgotten. */
export const callbacksWaitingMax = 256

/** Twilio's code for "conference status callback failed". It is logged and disturbs nobody. */
const conferenceCallbackFailed = 16011

export type CallbackQueue = {
  /** Puts the event in line and returns at once. Delivered one after the other, each tried as `Webhooks` says. */
  send(parameters: Readonly<Record<string, string>>): void
}

/**
 * One conference's callbacks, in order: the next is sent when the one before is answered or has failed.
 * The room never waits for any of it.
 */
export function makeCallbackQueue(
  callback: ConferenceCallback,
  webhooks: Webhooks,
  log: Log,
): CallbackQueue {
  const waiting: Readonly<Record<string, string>>[] = []
  let delivering = false

  async function deliver(): Promise<void> {
    for (;;) {
      const parameters = waiting.shift()
      if (parameters === undefined) {
        delivering = false
        return
      }
      try {
        await webhooks.ask(callback.url, callback.method, parameters)
      } catch (error) {
        tellFailure(log, parameters, error instanceof Error ? error.message : String(error))
      }
    }
  }

  return {
    send(parameters) {
      waiting.push(parameters)
      if (waiting.length > callbacksWaitingMax) {
        const forgotten = waiting.shift()
        if (forgotten !== undefined) tellFailure(log, forgotten, 'receiver too slow, forgotten')
      }
      if (delivering) return
      delivering = true
      void deliver()
    },
  }
}

function tellFailure(log: Log, parameters: Readonly<Record<string, string>>, why: string): void {
  log.warn(
    {
      code: conferenceCallbackFailed,
      conference: parameters['ConferenceSid'],
      event: parameters['StatusCallbackEvent'],
      sequenceNumber: parameters['SequenceNumber'],
      why,
    },
    'conference status callback failed',
  )
}
