/**
 * A text becomes sound: espeak-ng reads it, sox makes it telephone sound. Both are separate programs,
 * started without a shell; nothing of theirs becomes part of this one.
 *
 *     text ─▶ espeak-ng ─▶ 22 kHz WAV ─▶ sox: 8 kHz, 250–3400 Hz ─▶ shape.ts
 */
import { execFileSync } from 'node:child_process'
import { wordsPerMinute } from './measure.ts'
import { shape } from './shape.ts'
import { asSpoken, wordsPerMinuteMax } from './voices.ts'
import type { Voice } from './voices.ts'
import type { Samples } from './wav.ts'

/** What a telephone line lets through; more would be lost or would rumble. */
const band = '250-3400'
const soundBytesMax = 20_000_000

/** A longer pause between words, in espeak-ng's steps; more would no longer sound like a sentence. */
const wordGapMax = 30

/**
 * One text in one voice, slow enough: first at the voice's speed, then with longer and longer pauses
 * between words, because a few short words in a row would come too fast.
 * Throws when a program is missing (`apt-get install espeak-ng sox`) or refuses.
 */
export function speakSlowly(text: string, voice: Voice, tailMs?: number): Samples {
  for (let wordGap = 0; ; wordGap++) {
    const sound = shape(speak(asSpoken(text, voice), voice, wordGap), tailMs)
    if (wordGap === wordGapMax || wordsPerMinute(text, sound) <= wordsPerMinuteMax) return sound
  }
}

function speak(text: string, { name, speed, pitch }: Voice, wordGap: number): Samples {
  const how = ['-v', name, '-s', String(speed), '-p', String(pitch), '-g', String(wordGap)]
  const wav = run('espeak-ng', [...how, '--stdout', '--', text], Buffer.alloc(0))
  // espeak-ng cannot know the length when it starts to write.
  return toTelephone(wav, ['--ignore-length'])
}

/** A person's own recording, made as any program makes them; throws when it is no sound. */
export function takeOf(wav: Buffer, tailMs?: number): Samples {
  return shape(toTelephone(wav, []), tailMs)
}

function toTelephone(wav: Buffer, reading: string[]): Samples {
  const from = ['-t', 'wav', ...reading, '-']
  const to = ['-t', 'raw', '-e', 'floating-point', '-b', '64', '-L', '-']
  // The gain leaves room for what the filters overshoot; -D and -R keep chance out of it.
  const effects = ['remix', '-', 'gain', '-8', 'rate', '-h', '8000', 'sinc', '-t', '100', band]
  const raw = run('sox', ['-D', '-R', '-V1', ...from, ...to, ...effects], wav)
  return Float64Array.from({ length: raw.length / 8 }, (_, at) => raw.readDoubleLE(at * 8))
}

function run(program: string, options: string[], input: Buffer): Buffer {
  try {
    return execFileSync(program, options, {
      input,
      maxBuffer: soundBytesMax,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    const what = missing ? 'is missing: apt-get install espeak-ng sox' : 'refused the work'
    throw new Error(`${program} ${what}`, { cause })
  }
}
