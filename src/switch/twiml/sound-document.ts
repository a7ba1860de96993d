import { newSound, sampleRate, type Sound } from '../media/frame.ts'
import type { PlayDocument, RenderDocument } from '../call/seat.ts'
import type { Webhooks } from '../webhook/webhook.ts'
import { TwimlError } from './errors.ts'
import { fetchDocument } from './fetch.ts'
import { load, sound, type LoadedPrompt, type Prompt } from './prompt.ts'
import type { Verb } from './read.ts'
import type { DocumentRequest, Sounds } from './stage.ts'
import type { Redirect } from './verbs/redirect.ts'

/** A rendered announcement is at most this long. */
const renderedSecondsMax = 25 * 60
/** Documents in a row without a sound between them: they lead in a circle. */
const silentDocumentsMax = 20
/** Documents that one announcement is put together from. */
const renderedDocumentsMax = 20

type Needs = { readonly webhooks: Webhooks; readonly sounds: Sounds }

/** Plays a waiting or holding document to one caller: once through, for ever when it ends with <Redirect/>. */
export function makePlayDocument({ webhooks, sounds }: Needs): PlayDocument {
  return async (leg, url, method, parameters, until) => {
    const signal = AbortSignal.any([until, leg.gone])
    try {
      await playAll({ url, method })
    } catch (error) {
      if (!signal.aborted) throw error
    }

    async function playAll(first: DocumentRequest): Promise<void> {
      let silent = 0
      for (let request: DocumentRequest | undefined = first; request && !signal.aborted;) {
        const document = await fetchSoundDocument(webhooks, request, parameters, signal)
        let samples = 0
        for (const prompt of document.prompts) {
          const loaded = await load(prompt, sounds, signal)
          samples += lengthOf(loaded)
          await sound(loaded, { leg, sounds, signal })
        }
        silent = samples > 0 ? 0 : silent + 1
        if (silent > silentDocumentsMax) throw circle()
        request = document.redirect
      }
    }
  }
}

/** Renders an announcement once, to be played to many at the same time. */
export function makeRenderDocument({ webhooks, sounds }: Needs): RenderDocument {
  return async (url, method, parameters, signal) => {
    const parts: Sound[] = []
    let length = 0
    let request: DocumentRequest | undefined = { url, method }
    for (let count = 0; request; count++) {
      if (count >= renderedDocumentsMax) throw circle()
      const document = await fetchSoundDocument(webhooks, request, parameters, signal)
      for (const prompt of document.prompts) {
        const loaded = await load(prompt, sounds, signal)
        length += lengthOf(loaded)
        if (length > renderedSecondsMax * sampleRate)
          throw new TwimlError(13238, `An announcement lasts at most ${renderedSecondsMax} seconds`)
        parts.push(...rendered(loaded))
      }
      request = document.redirect
    }
    return joined(parts, length)
  }
}

type SoundDocument = { readonly prompts: readonly Prompt[]; readonly redirect?: DocumentRequest }

/** @throws TwimlError 13238 for a verb that does more than sound */
async function fetchSoundDocument(
  webhooks: Webhooks,
  request: DocumentRequest,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<SoundDocument> {
  const { verbs } = await fetchDocument(webhooks, request, parameters, signal)
  const last = verbs.findIndex((verb) => verb.verb === 'redirect')
  const reached = last < 0 ? verbs : verbs.slice(0, last)
  const redirect = verbs[last]
  const other = reached.find((verb) => !isPrompt(verb))
  if (other) throw new TwimlError(13238, `<${other.verb}> is not allowed while somebody waits`)
  return {
    prompts: reached.filter(isPrompt),
    ...(redirect && isRedirect(redirect) && { redirect }),
  }
}

function isPrompt(verb: Verb): verb is Prompt {
  return verb.verb === 'say' || verb.verb === 'play' || verb.verb === 'pause'
}

function isRedirect(verb: Verb): verb is Redirect {
  return verb.verb === 'redirect'
}

function circle(): TwimlError {
  return new TwimlError(13238, 'The documents lead in a circle without a sound')
}

function lengthOf({ prompt, sound }: LoadedPrompt): number {
  if (prompt.verb === 'pause') return prompt.seconds * sampleRate
  return (sound?.length ?? 0) * prompt.loop
}

function rendered({ prompt, sound }: LoadedPrompt): Sound[] {
  if (prompt.verb === 'pause') return [new Int16Array(prompt.seconds * sampleRate)]
  return sound ? Array.from({ length: prompt.loop }, () => sound) : []
}

function joined(parts: readonly Sound[], length: number): Sound {
  const whole = newSound(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
