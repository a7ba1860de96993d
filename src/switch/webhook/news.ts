import { after, deadline } from '../after.ts'
import { WebhookFailed, type Webhooks } from './webhook.ts'

/** News for an application that is away are kept for so long; whoever is away longer asks over REST when it is back. */
export const newsKeptMs = 5 * 60 * 1000
const tellAgainMs = 2_000

/**
 * The same webhooks for news nobody answers with a document: told again until the application is there.
 * @param stopping no news is told again after this
 */
export function news(webhooks: Webhooks, stopping: AbortSignal): Webhooks {
  return {
    async ask(url, method, parameters, signal = stopping) {
      using kept = deadline(newsKeptMs, AbortSignal.any([signal, stopping]))
      for (;;) {
        try {
          return await webhooks.ask(url, method, parameters)
        } catch (error) {
          const away = error instanceof WebhookFailed && error.away
          if (!away || kept.signal.aborted) throw error
        }
        await after(tellAgainMs, kept.signal)
      }
    },
  }
}
