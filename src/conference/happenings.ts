import type { AlarmName, Numbers } from './staff/alarms.ts'
import type { Level } from './limits/limits.ts'
import type { Role } from './room/room.ts'
import type { TestFailure } from './staff/test-call.ts'

/**
 * What can happen. The name is the log's event, the metric's name and the live page's topic.
 * Nothing here may hold a phone number, a room number, a PIN or a pressed key.
 */
export type Happening =
  | { readonly event: 'call.answered'; readonly call: string }
  | {
      readonly event: 'caller.refused'
      readonly call: string
      readonly reason:
        'unknown-room' | 'wrong-pin' | 'old-pin' | 'room-full' | 'room-closed' | 'room-banned'
    }
  /** Staff may help; they hear of it without a number. */
  | { readonly event: 'caller.asked-for-help'; readonly call: string }
  /** What the ladder did to a caller: sent a right entry to the waiting room, or made an entry queue up. */
  | { readonly event: 'caller.limited'; readonly call: string; readonly by: Level | 'queue' }
  | { readonly event: 'caller.waits'; readonly call: string; readonly meeting: string }
  | {
      readonly event: 'caller.admitted'
      readonly call: string
      readonly meeting: string
      readonly role: Role
      /** By number and PIN, straight back after a cut, or out of the waiting room. */
      readonly way: 'keyed' | 'back' | 'let-in'
    }
  /** Somebody tries the keys on the practice line. */
  | { readonly event: 'caller.practises'; readonly call: string }
  | { readonly event: 'caller.joined'; readonly call: string; readonly meeting: string }
  | { readonly event: 'caller.left'; readonly call: string; readonly meeting: string }
  | { readonly event: 'call.ended'; readonly call: string }
  | { readonly event: 'meeting.opened'; readonly meeting: string; readonly room: string }
  | {
      readonly event: 'meeting.ended'
      readonly meeting: string
      readonly room: string
      readonly minutes: number
      /** Of all who were inside, together. */
      readonly callerMinutes: number
      readonly mostCallersAtOnce: number
    }
  | {
      readonly event: 'webhook.refused'
      readonly path: string
      readonly reason: 'signature' | 'form' | 'step'
    }
  | { readonly event: 'webhook.failed'; readonly path: string; readonly error: unknown }
  | { readonly event: 'picture.repaired'; readonly meeting: string; readonly repairs: number }
  /** The database cannot be reached or written: calls go on from memory, pages cannot change anything. */
  | { readonly event: 'store.away'; readonly error: unknown }
  /** It can be written again, and has been told what happened to so many calls in the meantime. */
  | { readonly event: 'store.back'; readonly awaySeconds: number; readonly calls: number }
  /** What happened to a call in the meantime could not be written. */
  | { readonly event: 'call.not-brought-back'; readonly call: string; readonly error: unknown }
  /** The copy in memory could not be made anew. */
  | { readonly event: 'standby.stale'; readonly error: unknown }
  /** A webhook took too long; it was answered without a result. */
  | { readonly event: 'webhook.stopped'; readonly path: string }
  /** The carrier keeps nothing of this call any more. */
  | { readonly event: 'call.deleted-at-carrier'; readonly call: string }
  /** It was asked to and did not; it is asked again. */
  | {
      readonly event: 'call.not-deleted'
      readonly call: string
      readonly tries: number
      readonly error: unknown
    }
  /** It was asked to for two weeks: somebody has to delete it by hand. */
  | { readonly event: 'alarm.call-kept-at-carrier'; readonly call: string }
  | { readonly event: 'carrier.unreachable'; readonly error: unknown }
  /** It has not answered several times in a row: it is asked only now and then, until it answers again. */
  | { readonly event: 'carrier.away' }
  | { readonly event: 'carrier.back'; readonly awaySeconds: number }
  /** What is looked after every half minute could not be looked after. */
  | { readonly event: 'meetings.neglected'; readonly error: unknown }
  /** Who is who on the pages; `account` is a random name (S-99). */
  | {
      readonly event: 'organiser.signed-in'
      readonly account: string
      readonly by: 'code' | 'link'
      readonly isNew: boolean
    }
  | { readonly event: 'organiser.signed-out'; readonly account: string }
  | {
      readonly event: 'organiser.deleted'
      readonly account: string
      readonly by: 'themselves' | 'idleness' | 'staff' | 'restore'
    }
  /** What is due without anybody asking was not done: nothing is deleted meanwhile, and no idle account told. */
  | { readonly event: 'upkeep.failed'; readonly error: unknown }
  | { readonly event: 'alarm.upkeep-overdue'; readonly minutes: number }
  /** So many codes went wrong at one address that only the link in the mail opens. */
  | { readonly event: 'alarm.codes-guessed' }
  /** More mails within an hour than there can be reasons for: nobody gets a code for a while. */
  | { readonly event: 'alarm.mails-capped' }
  /** A mail server took a mail. `about` is the sender's short word; nothing says to whom. */
  | { readonly event: 'mail.sent'; readonly about: string; readonly tries: number }
  | {
      readonly event: 'mail.failed'
      readonly about: string
      readonly reason: 'refused' | 'too-late' | 'broken'
      /** What the mail server answered. */
      readonly reply?: number
    }
  /** No mail gets out at all: the server is away, or does not want us. */
  | { readonly event: 'mail.unreachable'; readonly why: string }
  | { readonly event: 'mail.queue-failed'; readonly error: unknown }
  /** What organisers see of a running meeting may be late. */
  | { readonly event: 'evening.failed'; readonly error: unknown }
  /** So many wrong entries at one room that everybody gets in by the waiting room for a while. */
  | { readonly event: 'room.protected'; readonly room: string }
  /** Somebody with the right PIN was sent to the waiting room by a limit, and went without being let in. */
  | { readonly event: 'room.guessed'; readonly room: string }
  /** What organisers did with a room; `by` is the account (TRUST S-99). */
  | { readonly event: RoomChange; readonly room: string; readonly by: string }
  /** Somebody has to look (alarms.ts); told by mail and on the board. */
  | { readonly event: 'alarm.began'; readonly alarm: AlarmName; readonly numbers: Numbers }
  | { readonly event: 'alarm.over'; readonly alarm: AlarmName; readonly minutes: number }
  /** A call of our own heard what callers should hear (test-call.ts), or did not. */
  | { readonly event: 'test-call.passed'; readonly seconds: number }
  | { readonly event: 'test-call.failed'; readonly why: TestFailure }
  /** The lines were needed for people. */
  | { readonly event: 'test-call.skipped'; readonly inUse: number }
  /** Nobody took our sign of life; `why` is a status or a word, never the address. */
  | { readonly event: 'heartbeat.failed'; readonly why: string }
  /** What the alarms go by could not be looked at or kept. */
  | { readonly event: 'alarms.neglected'; readonly error: unknown }
  /** The whole system's wrong entries of a day: entries queue up now. */
  | { readonly event: 'alarm.throttled'; readonly failures: number; readonly rooms: number }
  /** Somebody is trying numbers: wrong entries and calls of ten minutes, and room numbers tried by one telephone. */
  | {
      readonly event: 'alarm.war-dialling'
      readonly failures: number
      readonly calls: number
      readonly roomsByOne: number
    }

export type RoomChange =
  | 'room.made'
  | 'room.changed'
  | 'room.pin-changed'
  | 'room.archived'
  | 'room.taken-back'
  | 'organiser.invited'
  | 'organiser.joined'
  | 'organiser.left'
