import { samplesPerFrame, wideSamplesPerFrame } from '../media/frame.ts'
import type { Frame, Sound } from '../media/frame.ts'
import type { Mixer } from '../media/sound/mix.ts'
import { mixer } from '../media/sound/mix.ts'
import type { Conference } from './conference.ts'
import { keepLoudest } from './loudest.ts'
import { oneByOne } from './one-by-one.ts'
import type { Participant, RunningTone } from './participant.ts'

/** The one array of voices of a room, kept so that a tick makes nothing new. */
export type RoomSound = {
  readonly mixer: Mixer
  readonly voices: (Frame | undefined)[]
  /** Somebody left: the tone that all who stay hear. */
  exitTone: RunningTone | undefined
  /** Ears were set in the last tick and have to be cleared when it gets quiet. */
  sounding: boolean
  /** Nobody is heard in this tick. */
  quiet: boolean
}

export function makeRoomSound(): RoomSound {
  return { mixer: mixer(), voices: [], exitTone: undefined, sounding: false, quiet: true }
}

/**
 * One tick of one room: who may be heard is summed once, everybody gets all but themselves.
 *
 *   mouth ─┬─ muted, held? ─▶ nothing
 *          ├─ entry tone runs ─▶ tone          ┐
 *          └─ otherwise ─▶ their voice         ├─▶ the loudest ─▶ mix ─▶ held? nothing : all but their own ─▶ ear.room
 *   exit tone ─▶ a voice without a person ─────│─────────────────┘     own voice, seconds ago (echo) ─▶ added
 */
export function soundTick(conference: Conference): void {
  const { participants, sound, started } = conference
  if (!started) return
  const { voices } = sound
  const people = participants.length
  voices.length = people
  let speakers = 0
  for (let at = 0; at < people; at++) {
    const voice = voiceOf(participants[at])
    voices[at] = voice
    if (voice !== undefined) speakers++
  }
  keepLoudest(participants, voices, speakers)
  const exit = nextFrame(sound.exitTone)
  if (exit === undefined) sound.exitTone = undefined
  const nothingToHear = exit === undefined && (speakers === 0 || people === 1)
  if (nothingToHear) silence(conference)
  else share(conference, exit)
  conference.sound.quiet = nothingToHear
  oneByOne(conference, giveBack)
}

/** Adds all voices once and gives everybody the sum without their own. */
function share({ participants, sound }: Conference, exit: Frame | undefined): void {
  const { voices } = sound
  sound.mixer.begin()
  for (const voice of voices) if (voice !== undefined) sound.mixer.add(voice)
  if (exit !== undefined) sound.mixer.add(exit)
  for (let at = 0; at < voices.length; at++) {
    const participant = participants[at]
    if (participant === undefined) continue
    const { ear } = participant.leg
    ear.room = participant.hold ? undefined : sound.mixer.everyoneBut(voices[at], ear.wide)
  }
  sound.sounding = true
}

/** Whoever has an echo hears it beside the others; it is in nobody else's sum. */
function giveBack({ sound }: Conference, participant: Participant, at: number): void {
  if (participant.echo === undefined) return
  const { ear } = participant.leg
  const heard = participant.echo.turn(sound.voices[at], sound.quiet ? undefined : ear.room)
  ear.room = participant.hold ? undefined : heard
}

/** Nobody speaks: every ear of the room is cleared. */
function silence({ participants, sound }: Conference): void {
  if (!sound.sounding) return
  for (const participant of participants) participant.leg.ear.room = undefined
  sound.sounding = false
}

function voiceOf(participant: Participant | undefined): Frame | undefined {
  if (participant === undefined) return undefined
  if (participant.tone !== undefined) {
    const tone = nextFrame(participant.tone)
    if (tone !== undefined) return participant.leg.ear.wide ? widened(tone) : tone
    participant.tone = undefined
  }
  return participant.muted || participant.hold ? undefined : participant.leg.mouth.frame
}

/** A soft low tone as a wide voice, which is what a wide telephone says: it has nothing in the high band. */
function widened(tone: Frame): Frame {
  const wide = new Int16Array(wideSamplesPerFrame)
  wide.set(tone)
  return wide
}

function nextFrame(tone: RunningTone | undefined): Frame | undefined {
  if (tone === undefined || tone.at >= tone.sound.length) return undefined
  const frame = tone.sound.subarray(tone.at, tone.at + samplesPerFrame)
  tone.at += samplesPerFrame
  return frame
}

/** The same sound with silence behind it up to a whole frame, so that a tone can be cut into frames. */
export function wholeFrames(sound: Sound): Sound {
  const whole = new Int16Array(Math.ceil(sound.length / samplesPerFrame) * samplesPerFrame)
  whole.set(sound)
  return whole
}
