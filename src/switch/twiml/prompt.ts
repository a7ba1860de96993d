import { after } from '../after.ts'
import type { Sound } from '../media/frame.ts'
import type { Sounds, SoundStage } from './stage.ts'
import type { Pause } from './verbs/pause.ts'
import type { Play } from './verbs/play.ts'
import type { Say } from './verbs/say.ts'

/** The verbs that only sound: they may stand alone, inside <Gather>, and in documents that are waited with. */
export type Prompt = Say | Play | Pause

/** A prompt with its sound at hand; `undefined` is the silence of a pause. */
export type LoadedPrompt = { readonly prompt: Prompt; readonly sound: Sound | undefined }

/** @throws WebhookFailed | TwimlError when a file cannot be had */
export async function load(
  prompt: Prompt,
  sounds: Sounds,
  signal: AbortSignal,
): Promise<LoadedPrompt> {
  switch (prompt.verb) {
    case 'say':
      return { prompt, sound: await sounds.speech(prompt.text, prompt.language, signal) }
    case 'play':
      return { prompt, sound: await sounds.file(prompt.url, signal) }
    case 'pause':
      return { prompt, sound: undefined }
  }
}

/** To this caller's ear, as often as the prompt says; returns early when the signal aborts. */
export async function sound({ prompt, sound }: LoadedPrompt, stage: SoundStage): Promise<void> {
  const { leg, signal } = stage
  if (prompt.verb === 'pause') {
    await after(prompt.seconds * 1000, signal)
    return
  }
  for (let turn = 0; sound && turn < prompt.loop && !signal.aborted; turn++)
    await leg.play(sound, signal)
}
