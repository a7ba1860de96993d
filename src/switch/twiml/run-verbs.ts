import type { Verb } from './read.ts'
import type { Next, Stage } from './stage.ts'
import { dial } from './verbs/dial.ts'
import { gather } from './verbs/gather.ts'
import { hangup } from './verbs/hangup.ts'
import { pause } from './verbs/pause.ts'
import { play } from './verbs/play.ts'
import { redirect } from './verbs/redirect.ts'
import { reject } from './verbs/reject.ts'
import { say } from './verbs/say.ts'

/** What became of a document. `media`: something sounded or somebody waited. */
export type Outcome = { readonly media: boolean; readonly next: Next }

/**
 * Runs the verbs of one document, top-down, until one leads elsewhere; at the end the call hangs up.
 * @throws WebhookFailed | TwimlError when a sound cannot be had
 */
export async function runVerbs(verbs: readonly Verb[], stage: Stage): Promise<Outcome> {
  let media = false
  for (const verb of verbs) {
    if (stage.signal.aborted) break
    const next = await run(verb, stage)
    media ||= verb.verb !== 'redirect'
    if (next.then !== 'next-verb') return { media, next }
  }
  return { media, next: { then: 'hang-up' } }
}

async function run(verb: Verb, stage: Stage): Promise<Next> {
  switch (verb.verb) {
    case 'say':
      return await say(verb, stage)
    case 'play':
      return await play(verb, stage)
    case 'pause':
      return await pause(verb, stage)
    case 'gather':
      return await gather(verb, stage)
    case 'dial':
      return await dial(verb, stage)
    case 'redirect':
      return redirect(verb)
    case 'hangup':
      return hangup(verb, stage)
    case 'reject':
      return reject(verb, stage)
  }
}
