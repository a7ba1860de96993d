/**
 * `npm run sound` makes the sound files, `-- --new` only those whose text is new. `-- --list` prints what
 * to record, `-- --check` measures what is there, `-- --heard call.wav` says what was heard in a call. A
 * tool for whoever maintains the sound.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { localesIn, takesFolder, wavFilesIn } from './catalogue.ts'
import { checkLocale } from './check.ts'
import { eveningFigures } from './evening.ts'
import { knownSounds } from './known.ts'
import { makeLocale } from './make.ts'
import { music } from './music.ts'
import { readPrompts, recordingsOf } from './recordings.ts'
import { tone } from './tone.ts'
import { timetable, timetableLines } from './timetable.ts'
import { voiceOf } from './voices.ts'
import { readWav, writeWav } from './wav.ts'

const configFolder = resolve(import.meta.dirname, '../../config')

const tasks: Readonly<Record<string, (file: string) => boolean>> = {
  '': () => render('all'),
  '--new': () => render('new'),
  '--list': list,
  '--check': check,
  '--heard': heard,
}

function render(which: 'all' | 'new'): boolean {
  mkdirSync(join(configFolder, 'audio'), { recursive: true })
  writeFileSync(join(configFolder, 'audio', 'music.wav'), writeWav(music()))
  writeFileSync(join(configFolder, 'audio', 'tone.wav'), writeWav(tone()))
  for (const locale of localesIn(configFolder)) {
    const { files, takes, removed } = makeLocale(configFolder, locale, voiceOf(locale), which)
    say(`${locale}: ${files} files, ${takes} of them from takes, ${removed.length} removed`)
  }
  return check()
}

/** One line a file, as a reading list: `+` where there is a take, `-` where the machine speaks. */
function list(): boolean {
  for (const locale of localesIn(configFolder)) {
    const takes = new Set(wavFilesIn(takesFolder(configFolder, locale)))
    for (const { file, text } of recordingsOf(readPrompts(configFolder, locale))) {
      say(`${takes.has(file) ? '+' : '-'} ${locale}/takes/${file}\t${text}`)
    }
  }
  return true
}

function check(): boolean {
  let good = true
  for (const locale of localesIn(configFolder)) {
    const { files, wrong } = checkLocale(configFolder, locale)
    const speeds = files.map((file) => file.wordsPerMinute).filter((speed) => speed > 0)
    const speech = spread(files.map(({ speechDb }) => speechDb))
    const peaks = spread(files.map(({ peakDb }) => peakDb))
    say(`${locale}: ${files.length} files; least, median and most of each:`)
    say(`  speech ${speech} dBFS · peak ${peaks} dBFS · words a minute ${spread(speeds)}`)
    for (const what of wrong) say(`  ${what}`)
    good &&= wrong.length === 0
  }
  return good
}

/** What was heard in a recorded call: our recordings, tones, pauses (`rundruf call --record`). */
function heard(file: string): boolean {
  const known = localesIn(configFolder).flatMap((locale) => knownSounds(configFolder, locale))
  const entries = timetable(readWav(readFileSync(file)), known)
  const { lines, wrong } = eveningFigures(entries)
  for (const line of [...timetableLines(entries), ...lines, ...wrong]) say(line)
  return wrong.length === 0
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = [0, Math.floor(sorted.length / 2), sorted.length - 1]
  return at.map((index) => (sorted[index] ?? NaN).toFixed(1)).join(' / ')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function run(option: string, file: string): boolean {
  const task = tasks[option]
  if (task === undefined) {
    say('npm run sound [-- --new | --list | --check | --heard call.wav]')
    return false
  }
  try {
    return task(file)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return false
  }
}

process.exitCode = run(process.argv[2] ?? '', process.argv[3] ?? '') ? 0 : 1
