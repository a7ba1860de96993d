import { isIP } from 'node:net'
import { z } from 'zod'
import { isTrivial, lengths } from '../conference/room/numbers.ts'
import { practiceNumberUsual } from '../conference/call/practice.ts'
import { networks, port, text, url } from './checks.ts'

/** Who brings the calls. */

export const phone = {
  PHONE: z
    .enum(['built-in', 'twilio'], { error: 'must be built-in or twilio' })
    .default('built-in')
    .describe('Who brings the calls: our own switch, or Twilio.'),
  PHONE_NUMBER: text(/^\+[1-9]\d{6,14}$/, 'must be in international form, such as +4930123456')
    .optional()
    .describe('The number people dial, in international form.'),
  PHONE_NUMBERS: z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter((part) => part !== ''))
    .pipe(
      z.array(
        text(
          /^\+[1-9]\d{6,14}$/,
          'must be numbers in international form, with commas between them',
        ),
      ),
    )
    .default([])
    .describe(
      'Further numbers that lead here, with commas between them. Staff may give each to one room: whoever dials it needs no room number.',
    ),
  HELP_NUMBER: text(/^\+[1-9]\d{6,14}$/, 'must be in international form, such as +4930123456')
    .optional()
    .describe(
      'A human who helps callers: Twilio connects with this number and no other; our switch only says it.',
    ),
}

export const twilio = {
  TWILIO_ACCOUNT_SID: text(/^AC[0-9a-f]{32}$/, 'must be AC and 32 hexadecimal digits')
    .optional()
    .describe('Account at Twilio. Made at first start for PHONE=built-in.'),
  TWILIO_AUTH_TOKEN: text(
    /^[0-9a-zA-Z]{32,}(?:,[0-9a-zA-Z]{32,})?$/,
    'must have at least 32 letters and digits, or be two such tokens with a comma between them',
  )
    .optional()
    .describe('Signs the webhooks. During a rotation two with a comma: the old one, the new one.'),
  TWILIO_API_KEY_SID: text(/^SK[0-9a-f]{32}$/, 'must be SK and 32 hexadecimal digits')
    .optional()
    .describe('Key for steering running calls, so that the auth token need not be used for it.'),
  TWILIO_API_KEY_SECRET: text(/^\S{16,}$/, 'must have at least 16 characters')
    .optional()
    .describe('Secret of that key.'),
  TWILIO_REGION: text(/^[a-z]{2}\d$/, 'must be a region such as ie1 or us1')
    .default('ie1')
    .describe(
      'Where Twilio processes the calls: ie1 is Ireland. Token and keys belong to one region; take those of this one.',
    ),
  TWILIO_EDGE: text(/^[a-z]+(?:-[a-z]+)*$/, 'must be an edge such as dublin or frankfurt')
    .optional()
    .describe('Where we enter the network of Twilio. Usual: the edge beside the region.'),
  TWILIO_DELETE_CALLS: z
    .enum(['yes', 'no'], { error: 'must be yes or no' })
    .default('yes')
    .describe(
      'Whether the records of calls at Twilio are deleted there as soon as a call is over. With no, Twilio keeps who called and when.',
    ),
  TWILIO_API_URL: url(/^https?:$/, 'must be a whole address such as https://api.example.com')
    .optional()
    .describe(
      'REST interface of another carrier that speaks like Twilio. Usual: the one of TWILIO_REGION.',
    ),
}

export const ownSwitch = {
  SIP_HOST: z
    .string()
    .refine((value) => isIP(value) > 0, 'must be an address such as 192.0.2.10, not a name')
    .default('127.0.0.1')
    .describe('Address of this machine on which telephones reach the switch.'),
  SIP_PORT: port(5060).describe('Port for SIP, over UDP and TCP.'),
  SIP_TLS_PORT: port(5061).describe('Port for SIP over TLS; heard only with a certificate.'),
  SIP_TLS_CERTIFICATE: text(/-----BEGIN CERTIFICATE-----/, 'must be a certificate in PEM form')
    .optional()
    .describe(
      'Certificate of the switch, with those that lead to its authority, for telephones and trunks over TLS. Better as a file (_FILE).',
    ),
  SIP_TLS_KEY: text(/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'must be a private key in PEM form')
    .optional()
    .describe('Its private key. Better as a file (_FILE).'),
  RTP_PORTS: text(
    /^\d{1,5}-\d{1,5}$/,
    'must be two ports with a hyphen between them, such as 10000-10999',
  )
    .default('10000-10999')
    .describe('UDP ports for sound; every second one carries a call.'),
  SIP_ALLOW: networks(1)
    .default(['127.0.0.0/8'])
    .describe('Networks whose telephones and trunks may call; nobody else gets any answer.'),
  SRTP_WITHOUT_TLS: z
    .enum(['yes', 'no'], { error: 'must be yes or no' })
    .default('no')
    .describe(
      'Whether telephones may encrypt their sound although their SIP is plain: whoever can read that, reads the keys. With no, only over TLS and from this machine.',
    ),
  SWITCH_PORT: port(5080).describe('Port of the switch for the app alone, always on 127.0.0.1.'),
  SWITCH_MEDIA_THREADS: text(/^(?:\d|1[0-6])$/, 'must be a whole number from 0 to 16')
    .transform(Number)
    .optional()
    .describe(
      'Threads that carry the sound of the switch, each on a core of its own; with 0 it shares the one of signalling. Usual: one less than there are cores, at most 4.',
    ),
}

export const practice = {
  PRACTICE_ROOM: text(/^[1-9]\d*$/, `must be a room number of ${lengths.roomNumber} digits`)
    .refine(
      (value) => value.length === lengths.roomNumber && isTrivial(value),
      `must be ${lengths.roomNumber} digits with a pattern, such as ${practiceNumberUsual}, which no room is given`,
    )
    .optional()
    .describe(
      `Number without a PIN under which callers practise. Usual on one's own machine: ${practiceNumberUsual}`,
    ),
}
