import { deadline } from '../after.ts'
import type { WebhookAnswer, Webhooks } from './webhook.ts'

/** The same webhooks, and a way to wait for those that are underway: the last words when the switch stops. */
export function drainable(
  webhooks: Webhooks,
): Webhooks & { drained(msMax: number): Promise<void> } {
  const underway = new Set<Promise<WebhookAnswer>>()
  return {
    ask(...request) {
      const asking = webhooks.ask(...request).finally(() => underway.delete(asking))
      underway.add(asking)
      return asking
    },
    async drained(msMax) {
      using limit = deadline(msMax)
      const late = new Promise((resolve) => {
        limit.signal.addEventListener('abort', resolve)
      })
      while (underway.size > 0 && !limit.signal.aborted)
        await Promise.race([Promise.allSettled(underway), late])
    },
  }
}
