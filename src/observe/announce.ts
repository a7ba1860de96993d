import type { Happening } from '../conference/happenings.ts'
import type { Announce } from '../conference/ports.ts'

/** Three methods of a logger; pino fits. */
export type Log = {
  info(fields: Readonly<Record<string, unknown>>, message: string): void
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
  error(fields: Readonly<Record<string, unknown>>, message: string): void
}

/** Somebody who wants to know what happens: a log, a metric, a live page. */
export type Hears = (happening: Happening) => void

/**
 * Says what happened once, to everybody who listens. A listener that fails is reported and keeps nobody else
 * from hearing, least of all the caller.
 */
export function announcer(log: Log, ...listeners: readonly Hears[]): Announce {
  return (happening) => {
    for (const hears of [logged(log), ...listeners]) {
      try {
        hears(happening)
      } catch (error) {
        log.error({ err: error, event: happening.event }, 'a listener failed')
      }
    }
  }
}

type Sentence = { readonly as: keyof Log; readonly say: string }

/** Happening → log line. What an operator should look at is a warning; what broke is an error. */
const sentences: Readonly<Record<Happening['event'], Sentence>> = {
  'call.answered': { as: 'info', say: 'call answered' },
  'caller.refused': { as: 'info', say: 'caller refused' },
  'caller.asked-for-help': { as: 'warn', say: 'caller asked for help' },
  'caller.limited': { as: 'info', say: 'a limit keeps a caller waiting' },
  'caller.waits': { as: 'info', say: 'caller waits to be let in' },
  'caller.admitted': { as: 'info', say: 'caller admitted' },
  'caller.practises': { as: 'info', say: 'caller practises' },
  'caller.joined': { as: 'info', say: 'caller joined' },
  'caller.left': { as: 'info', say: 'caller left' },
  'call.ended': { as: 'info', say: 'call ended' },
  'meeting.opened': { as: 'info', say: 'meeting opened' },
  'meeting.ended': { as: 'info', say: 'meeting ended' },
  'webhook.refused': { as: 'warn', say: 'webhook refused' },
  'webhook.failed': { as: 'error', say: 'webhook failed' },
  'picture.repaired': { as: 'warn', say: 'who is here was repaired from the carrier' },
  'store.away': {
    as: 'error',
    say: 'alarm: the database cannot be reached or written, calls go on from memory',
  },
  'store.back': { as: 'warn', say: 'the database can be written again' },
  'call.not-brought-back': {
    as: 'error',
    say: 'what happened to a call while the database was away could not be written',
  },
  'standby.stale': { as: 'warn', say: 'the copy in memory could not be made anew' },
  'webhook.stopped': { as: 'error', say: 'webhook took too long and was stopped' },
  'call.deleted-at-carrier': { as: 'info', say: 'the carrier has deleted a call' },
  'call.not-deleted': { as: 'warn', say: 'the carrier has not deleted a call yet' },
  'alarm.call-kept-at-carrier': {
    as: 'error',
    say: 'alarm: the carrier has not deleted a call for two weeks, please delete it there by hand',
  },
  'carrier.unreachable': { as: 'error', say: 'carrier cannot be reached' },
  'carrier.away': { as: 'error', say: 'carrier does not answer: it is asked only now and then' },
  'carrier.back': { as: 'warn', say: 'carrier answers again' },
  'meetings.neglected': { as: 'error', say: 'meetings could not be looked after' },
  'organiser.signed-in': { as: 'info', say: 'organiser signed in' },
  'organiser.signed-out': { as: 'info', say: 'organiser signed out' },
  'organiser.deleted': { as: 'info', say: 'account deleted' },
  'upkeep.failed': { as: 'error', say: 'what is over could not be deleted' },
  'alarm.upkeep-overdue': {
    as: 'error',
    say: 'alarm: what is over has not been deleted for too long',
  },
  'alarm.codes-guessed': { as: 'error', say: 'alarm: somebody is guessing codes of one address' },
  'alarm.mails-capped': {
    as: 'error',
    say: 'alarm: too many codes asked for, none are sent for a while',
  },
  'mail.sent': { as: 'info', say: 'mail sent' },
  'mail.failed': { as: 'warn', say: 'mail given up' },
  'mail.unreachable': { as: 'error', say: 'mail server cannot be reached, mails wait' },
  'mail.queue-failed': { as: 'error', say: 'mails that wait cannot be read' },
  'evening.failed': {
    as: 'error',
    say: 'a running meeting could not be kept up for its organiser',
  },
  'room.protected': { as: 'warn', say: 'room is protected: too many wrong entries' },
  'room.guessed': {
    as: 'warn',
    say: 'a right PIN was kept waiting by a limit and not let in: perhaps it was guessed',
  },
  'room.made': { as: 'info', say: 'room made' },
  'room.changed': { as: 'info', say: 'room changed' },
  'room.pin-changed': { as: 'info', say: 'room has a new PIN' },
  'room.archived': { as: 'info', say: 'room archived' },
  'room.taken-back': { as: 'info', say: 'archived room taken back' },
  'organiser.invited': { as: 'info', say: 'organiser invited' },
  'organiser.joined': { as: 'info', say: 'organiser joined a room' },
  'organiser.left': { as: 'info', say: 'organiser is of a room no more' },
  'alarm.began': { as: 'error', say: 'alarm' },
  'alarm.over': { as: 'warn', say: 'alarm over' },
  'test-call.passed': { as: 'info', say: 'test call passed' },
  'test-call.failed': { as: 'error', say: 'test call failed' },
  'test-call.skipped': { as: 'info', say: 'test call left out: the lines are needed' },
  'heartbeat.failed': { as: 'warn', say: 'heartbeat: nobody took our sign of life' },
  'alarms.neglected': { as: 'error', say: 'alarms could not be looked after' },
  'alarm.throttled': { as: 'error', say: 'alarm: entries queue up, too many wrong ones' },
  'alarm.war-dialling': { as: 'error', say: 'alarm: somebody is trying numbers' },
}

/** Every name that a happening can have. */
export const happeningNames = Object.keys(sentences) as readonly Happening['event'][]

function logged(log: Log): Hears {
  return (happening) => {
    const { as, say } = sentences[happening.event]
    // pino prints an error with its stack when the field is called err.
    if ('error' in happening) {
      const { error, ...fields } = happening
      log[as]({ ...fields, err: error }, say)
    } else log[as](happening, say)
  }
}
