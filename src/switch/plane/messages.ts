import type { Key, Sound } from '../media/frame.ts'
import type { LineStatistics } from '../media/line.ts'
import type { LineQuality } from '../media/quality.ts'
import type { Agreed } from '../sdp/agreed.ts'
import type { LegMemory } from './leg.ts'

/*
 * All that signalling and sound say to one another. Plain data that can be copied from one thread to another; in order, and
 * nobody waits for an answer.
 *
 *   signalling                                      a media plane
 *      │  open(leg, port)      ─────────────────▶   two sockets
 *      │  ◀─────────────────  opened, not-opened
 *      │  agree(leg, agreed)   ─────────────────▶   sound flows, it ticks each 20 ms
 *      │  play(leg, 7, sound)  ─────────────────▶   a prompt
 *      │  ◀──────────────────────  pressed(key)
 *      │  ◀──────────────────────────  played(7)
 *      │  make-room, sit(leg)  ─────────────────▶   mixed with the others
 *      │  ◀───────  speech, never-pauses, figures   (figures of each leg: about once a second)
 *      │  rise(leg), end-room  ─────────────────▶   alone again
 *      │  close(leg)           ─────────────────▶   goodbye, sockets closed
 *      │  ◀──────────────────────────────  closed   with its last figures
 *
 * A leg joins a room that is mixed on another plane; the caller notices nothing (place.ts):
 *
 *   the plane it is on              signalling              the plane of the room
 *      │                                │  prepare(leg, port) ────▶│  the same port, shared
 *      │                                │◀───────────────  opened  │
 *      │◀────────────  hand-over(leg)   │                          │
 *      │  handed-over(memory) ─────────▶│  carry-on(memory)  ─────▶│  same source, next packet
 *      closed                           │  sit(leg, room) ────────▶│
 *
 * What must happen in one and the same tick for all of a room (who is mixed, who hears what) is decided in the plane; who is
 * in, and what is told about it, in conference/.
 */

/** To a plane. A command about a leg or a room that is not there (any more) does nothing. */
export type Command =
  | {
      readonly do: 'open'
      readonly leg: string
      /** Our own address and our RTP port; reports take the port above. */
      readonly address: string
      readonly port: number
      /** Whether it may move to another plane later: then its ports are held so that two can share them. */
      readonly mayMove: boolean
    }
  /** Opens the ports of a leg that comes from another plane, and waits for what it was there. */
  | {
      readonly do: 'prepare'
      readonly leg: string
      readonly address: string
      readonly port: number
    }
  | { readonly do: 'hand-over'; readonly leg: string }
  | { readonly do: 'carry-on'; readonly leg: string; readonly memory: LegMemory }
  | { readonly do: 'agree'; readonly leg: string; readonly agreed: Agreed }
  | {
      readonly do: 'play'
      readonly leg: string
      /** Tells this sound from all others of the leg. */
      readonly play: number
      readonly sound: Sound
    }
  | { readonly do: 'stop'; readonly leg: string; readonly play: number }
  | { readonly do: 'close'; readonly leg: string }
  | RoomCommand

export type RoomCommand =
  | { readonly do: 'make-room'; readonly room: string; readonly wish: RoomWish }
  /** From now on those in it hear each other. */
  | { readonly do: 'start-room'; readonly room: string }
  /** A tone that all in it hear; none while another runs. */
  | { readonly do: 'room-tone'; readonly room: string; readonly sound: Sound }
  | { readonly do: 'end-room'; readonly room: string }
  | { readonly do: 'sit'; readonly leg: string; readonly room: string; readonly wish: SeatWish }
  | {
      readonly do: 'change'
      readonly leg: string
      readonly muted: boolean
      readonly hold: boolean
    }
  | { readonly do: 'rise'; readonly leg: string }

export type RoomWish = {
  /** Whether it is told who begins and stops speaking. */
  readonly tellsSpeech: boolean
  /** How long a line may sound without a pause. Absent: as media/sound/guard.ts has it; 0: for ever. */
  readonly unbrokenSeconds?: number
}

export type SeatWish = {
  readonly muted: boolean
  readonly hold: boolean
  /** They hear themselves this much later. */
  readonly echoSeconds?: number
  /** Said with their voice when they sit down, so that everybody hears it but they. */
  readonly tone?: Sound
}

/** From a plane. */
export type News =
  | { readonly is: 'opened'; readonly leg: string }
  | {
      readonly is: 'not-opened'
      readonly leg: string
      readonly why: 'port-taken' | 'no-socket' | 'bug'
      readonly text: string
    }
  /** It is not here any more; sounds that were being played are over. */
  | { readonly is: 'handed-over'; readonly leg: string; readonly memory: LegMemory }
  | { readonly is: 'pressed'; readonly leg: string; readonly key: Key }
  | { readonly is: 'played'; readonly leg: string; readonly play: number }
  /** A bug of ours in the sound of this leg: what comes from it is not listened to any more. */
  | { readonly is: 'broke'; readonly leg: string; readonly stack: string }
  | { readonly is: 'figures'; readonly leg: string; readonly figures: LegFigures }
  | { readonly is: 'closed'; readonly leg: string; readonly figures: LegFigures | undefined }
  | { readonly is: 'ticked'; readonly ticked: Ticked }
  | RoomNews

export type RoomNews =
  | {
      readonly is: 'speech'
      readonly room: string
      readonly leg: string
      readonly what: 'start' | 'stop'
    }
  /** Their line has sounded too long without a pause. */
  | { readonly is: 'never-pauses'; readonly room: string; readonly leg: string }
  /** A bug of ours in one seat: it is empty now. */
  | {
      readonly is: 'seat-broke'
      readonly room: string
      readonly leg: string
      readonly stack: string
    }
  /** It could not move to where this room is mixed. */
  | { readonly is: 'not-seated'; readonly room: string; readonly leg: string }
  /** A bug of ours in the sound of a whole room: it is not mixed any more. */
  | { readonly is: 'room-broke'; readonly room: string; readonly stack: string }

/** What one leg has carried and how it sounds. */
export type LegFigures = {
  readonly statistics: LineStatistics
  /** Undefined until enough has come to say. */
  readonly quality: LineQuality | undefined
  /** How long what comes in waits, ms. */
  readonly bufferMs: number
  /** The way of its sound, for one log line. */
  readonly way: string
}

/** What the clock of a plane has done since it told last. */
export type Ticked = {
  readonly ticks: number
  readonly ticksSkipped: number
  /** How late each began, ms. */
  readonly lateMs: readonly number[]
}
