import type { Frame } from '../media/frame.ts'
import { makeEcho, type Echo } from '../media/sound/echo.ts'
import { Guard } from '../media/sound/guard.ts'
import { silenceDbfs } from '../media/sound/level.ts'
import { mixer, type Mixer } from '../media/sound/mix.ts'
import type { Sounding } from './leg.ts'
import { makeLoudest, type Loudest } from './loudest.ts'
import type { RoomWish, SeatWish } from './messages.ts'
import { oneByOne } from './one-by-one.ts'
import { runningTone, type RunningTone } from './running-tone.ts'
import { makeSpeechGate, type SpeechGate } from './speech-gate.ts'

/** One leg in one room. */
export type Seat = {
  readonly leg: Sounding
  muted: boolean
  hold: boolean
  /** The entry tone, said with this caller's voice so that everybody hears it but they. */
  tone: RunningTone | undefined
  /** How loud they were lately; kept only where more speak than are mixed (loudest.ts). */
  loudnessDbfs: number
  /** For how many ticks in a row they have said something. */
  ticksSpeaking: number
  /** They speak, and are not among the loudest. */
  leftOut: boolean
  readonly speech: SpeechGate
  /** They hear themselves, late. */
  readonly echo: Echo | undefined
  /** Notices when their line never pauses. */
  readonly guard: Guard
}

/** Those who hear each other, and what of them is kept so that a tick makes nothing new. */
export type Room = {
  readonly id: string
  readonly wish: RoomWish
  readonly seats: Seat[]
  started: boolean
  readonly mixer: Mixer
  readonly voices: (Frame | undefined)[]
  readonly loudest: Loudest
  /** Somebody left: the tone that all who stay hear. */
  tone: RunningTone | undefined
  /** Ears were set in the last tick and have to be cleared when it gets quiet. */
  sounding: boolean
  /** Nobody is heard in this tick. */
  quiet: boolean
  /** How many say something in this tick. */
  speakers: number
}

/** What a tick of a room has to tell. */
export type RoomListener = {
  /** A bug in what belongs to one of them. */
  seatBroke(room: Room, seat: Seat, bug: unknown): void
  speech(room: Room, seat: Seat, what: 'start' | 'stop'): void
  neverPauses(room: Room, seat: Seat): void
}

export function makeRoom(id: string, wish: RoomWish): Room {
  return {
    ...{ id, wish, seats: [], started: false },
    ...{ mixer: mixer(), voices: [], loudest: makeLoudest() },
    ...{ tone: undefined, sounding: false, quiet: true, speakers: 0 },
  }
}

export function makeSeat(leg: Sounding, wish: SeatWish, { unbrokenSeconds }: RoomWish): Seat {
  return {
    leg,
    muted: wish.muted,
    hold: wish.hold,
    tone: wish.tone && runningTone(wish.tone),
    ...{ loudnessDbfs: silenceDbfs, ticksSpeaking: 0, leftOut: false },
    speech: makeSpeechGate(),
    echo: wish.echoSeconds === undefined ? undefined : makeEcho(wish.echoSeconds),
    guard: new Guard(unbrokenSeconds),
  }
}

/**
 * One tick of one room: who may be heard is summed once, everybody gets all but themselves.
 *
 *   mouth ─┬─ muted, held? ─▶ nothing
 *          ├─ entry tone runs ─▶ tone          ┐
 *          └─ otherwise ─▶ their voice         ├─▶ the loudest ─▶ mix ─▶ held? nothing : all but their own ─▶ ear
 *   exit tone ─▶ a voice without a person ─────│─────────────────┘     own voice, seconds ago (echo) ─▶ added
 */
export function roomTick(room: Room, listener: RoomListener): void {
  oneByOne(room, listener, guardLine)
  if (!room.started) return
  mixRoom(room)
  oneByOne(room, listener, giveBack)
  if (room.wish.tellsSpeech) oneByOne(room, listener, watchSpeaker)
}

/** Looks at who is heard: nobody who is alone, waits, holds, or is muted already. */
function guardLine(room: Room, seat: Seat, _at: number, listener: RoomListener): void {
  const heard = room.started && room.seats.length > 1 && isHeard(seat)
  if (seat.guard.hear(heard ? seat.leg.mouth : undefined)) listener.neverPauses(room, seat)
}

function watchSpeaker(room: Room, seat: Seat, _at: number, listener: RoomListener): void {
  const changed = seat.speech.hear(isHeard(seat) ? seat.leg.mouth : undefined)
  if (changed !== undefined) listener.speech(room, seat, changed)
}

/** A muted or held caller is silent. */
function isHeard({ muted, hold }: Seat): boolean {
  return !muted && !hold
}

function mixRoom(room: Room): void {
  const { seats, voices } = room
  const people = seats.length
  voices.length = people
  let speakers = 0
  for (let at = 0; at < people; at++) {
    const seat = seats[at]
    const voice = seat && voiceOf(seat)
    voices[at] = voice
    if (voice !== undefined) speakers++
    if (seat) seat.ticksSpeaking = voice === undefined ? 0 : seat.ticksSpeaking + 1
  }
  room.speakers = speakers
  room.loudest.keep(seats, voices, speakers)
  const tone = room.tone?.next(false)
  if (tone === undefined) room.tone = undefined
  room.quiet = tone === undefined && (speakers === 0 || people === 1)
  if (room.quiet) silence(room)
  else share(room, tone)
}

/** Adds all voices once and gives everybody the sum without their own. */
function share(room: Room, tone: Frame | undefined): void {
  const { voices, seats } = room
  room.mixer.begin()
  for (const voice of voices) if (voice !== undefined) room.mixer.add(voice)
  if (tone !== undefined) room.mixer.add(tone)
  for (let at = 0; at < voices.length; at++) {
    const seat = seats[at]
    if (seat === undefined) continue
    const { leg } = seat
    leg.ear = seat.hold ? undefined : room.mixer.everyoneBut(voices[at], leg.wide)
  }
  room.sounding = true
}

/** Whoever has an echo hears it beside the others; it is in nobody else's sum. */
function giveBack(room: Room, seat: Seat, at: number): void {
  if (seat.echo === undefined) return
  const heard = seat.echo.turn(room.voices[at], room.quiet ? undefined : seat.leg.ear)
  seat.leg.ear = seat.hold ? undefined : heard
}

/** Nobody speaks: every ear of the room is cleared. */
function silence(room: Room): void {
  if (!room.sounding) return
  for (const { leg } of room.seats) leg.ear = undefined
  room.sounding = false
}

function voiceOf(seat: Seat): Frame | undefined {
  if (seat.tone !== undefined) {
    const tone = seat.tone.next(seat.leg.wide)
    if (tone !== undefined) return tone
    seat.tone = undefined
  }
  return isHeard(seat) ? seat.leg.mouth : undefined
}
