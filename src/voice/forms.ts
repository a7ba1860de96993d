import { z } from 'zod'
import { localePattern } from '../conference/room/room.ts'

/*
 * What a carrier's requests must look like. The carrier's signature joins names and values without
 * anything between them, so `Digits=12&Direction=inbound` and `Digits=12Directioninbound` carry the same
 * one (S-51). Therefore every field we use is anchored at both ends. New fields may come at any time;
 * a field that comes twice is refused (S-18).
 */

/** Call statuses that mean: this call is over (Twilio, call status callbacks). */
export const overStatuses = ['completed', 'busy', 'failed', 'no-answer', 'canceled'] as const
const liveStatuses = ['queued', 'initiated', 'ringing', 'in-progress'] as const

const callSid = z.string().regex(/^CA[0-9a-f]{32}$/)
const conferenceSid = z.string().regex(/^CF[0-9a-f]{32}$/)
const boolean = z.enum(['true', 'false']).transform((text) => text === 'true')

export function forms(accountSid: string) {
  const account = z.literal(accountSid)

  const call = z.object({
    CallSid: callSid,
    AccountSid: account,
    CallStatus: z.enum([...liveStatuses, ...overStatuses]),
    Direction: z.enum(['inbound', 'outbound-api', 'outbound-dial']),
    Digits: z
      .string()
      .regex(/^[0-9*#]{0,20}$/)
      .optional(),
    FinishedOnKey: z
      .string()
      .regex(/^[0-9*#]?$/)
      .optional(),
    From: z.string().max(300).optional(),
    To: z.string().max(300).optional(),
    DialCallSid: callSid.optional(),
    DialCallStatus: z
      .string()
      .regex(/^[a-z-]{1,20}$/)
      .optional(),
  })

  const conference = z.object({
    AccountSid: account,
    ConferenceSid: conferenceSid,
    FriendlyName: z.string().regex(/^[0-9a-f]{32}$/),
    StatusCallbackEvent: z.string().regex(/^[a-z-]{1,40}$/),
    SequenceNumber: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
    CallSid: callSid.optional(),
    Muted: boolean.optional(),
    ReasonParticipantLeft: z
      .string()
      .regex(/^[a-z_-]{0,60}$/)
      .optional(),
  })

  return { call, conference }
}

export type CallForm = z.infer<ReturnType<typeof forms>['call']>
export type ConferenceForm = z.infer<ReturnType<typeof forms>['conference']>

/** A step's address. */
export const stepQuery = z.object({ step: z.string().regex(/^[0-9a-f]{32}$/) })

/** The waiting document's address: language, and how often it was heard. */
export const waitingQuery = z.object({
  locale: z.string().regex(localePattern),
  turn: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
})
