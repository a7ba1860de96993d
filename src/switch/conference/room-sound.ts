import { samplesPerFrame } from '../media/frame.ts'
import type { Frame, Sound } from '../media/frame.ts'
import type { Conference } from './conference.ts'
import type { Participant, RunningTone } from './participant.ts'

/** Adds the voices of one room (media/mix.ts). */
export type Mixer = {
  /**
   * For each place the sum of all voices but its own, or undefined where that is nothing.
   * The frames written to `heard` are good until the next call.
   */
  mix(voices: readonly (Frame | undefined)[], heard: (Frame | undefined)[]): void
}

/** The one array of voices and ears of a room, kept so that a tick makes nothing new. */
export type RoomSound = {
  readonly mixer: Mixer
  readonly voices: (Frame | undefined)[]
  readonly heard: (Frame | undefined)[]
  /** Somebody left: the tone that all who stay hear. */
  exitTone: RunningTone | undefined
  /** Ears were set in the last tick and have to be cleared when it gets quiet. */
  sounding: boolean
}

export function makeRoomSound(mixer: Mixer): RoomSound {
  return { mixer, voices: [], heard: [], exitTone: undefined, sounding: false }
}

/**
 * One tick of one room: who may be heard is summed once, everybody gets all but themselves.
 *
 *   mouth ─┬─ muted, held? ─▶ nothing
 *          ├─ entry tone runs ─▶ tone          ┐
 *          └─ otherwise ─▶ their voice         ├─▶ mix ─▶ held? nothing : all but their own ─▶ ear.room
 *   exit tone ─▶ a voice without a person      ┘
 */
export function soundTick(conference: Conference): void {
  const { participants, sound, started } = conference
  if (!started) return
  const { voices, heard } = sound
  let voiced = 0
  const people = participants.length
  voices.length = people + 1
  for (let at = 0; at < people; at++) {
    const participant = participants[at]
    const voice = participant === undefined ? undefined : voiceOf(participant)
    voices[at] = voice
    if (voice !== undefined) voiced++
  }
  const exit = nextFrame(sound.exitTone)
  if (exit === undefined) sound.exitTone = undefined
  voices[people] = exit
  if (exit === undefined && (voiced === 0 || people === 1)) {
    if (sound.sounding) silence(conference)
    return
  }
  sound.sounding = true
  sound.mixer.mix(voices, heard)
  for (let at = 0; at < people; at++) {
    const participant = participants[at]
    if (participant !== undefined) {
      participant.leg.ear.room = participant.hold ? undefined : heard[at]
    }
  }
}

/** Nobody speaks: every ear of the room is cleared. */
function silence({ participants, sound }: Conference): void {
  for (const participant of participants) participant.leg.ear.room = undefined
  sound.sounding = false
}

function voiceOf(participant: Participant): Frame | undefined {
  if (participant.tone !== undefined) {
    const tone = nextFrame(participant.tone)
    if (tone !== undefined) return tone
    participant.tone = undefined
  }
  return participant.muted || participant.hold ? undefined : participant.leg.mouth.frame
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
