import { parse } from 'node-html-parser'
import { z } from 'zod'

/*
 * Everything that may come down the stream of the staff's board, and nothing else (P-06): the fields of a message, and
 * what a row of the board may say, cell by cell. Something new has to be added here, by somebody who thinks about it.
 */

const html = z.string()
const fresh = z.strictObject({
  in: z.enum(['line-rows', 'meeting-rows']),
  before: z
    .string()
    .regex(/^[lm]-[\w-]{12}$/)
    .optional(),
  html,
})

/** A message. */
export const boardMessage = z.strictObject({
  whole: html.optional(),
  pieces: z.array(html).optional(),
  gone: z.array(z.string().regex(/^[lm]-[\w-]{12}$/)).optional(),
  fresh: z.array(fresh).optional(),
  title: z.string().regex(/^(\(\d+\) )?Leitungen – Telefon-Runde$/),
  news: z.array(z.string()),
  here: z.literal(''),
  at: z.number().int(),
})

const time = z.string().regex(/^\d\d:\d\d$/)
const count = z.string().regex(/^\d{1,4}$/)
const stage = z.enum([
  'Begrüßung',
  'Raum-Nummer',
  'PIN',
  'Warte-Raum',
  'In der Runde',
  'Menü',
  'Bei der Hilfe',
  'Übt',
  'Abschied',
])
const phone = z.enum(['Festnetz', 'Mobil', 'anonym', 'andere'])
const talk = z.enum(['spricht', 'still', '–'])
const sound = z.string().regex(/^(–|\d,\d, Verlust \d+,\d\u00a0%, Schwankung \d+\u00a0ms)$/)
const act = z.literal('Handeln')
const carrier = z.enum(['Eigene Vermittlung', 'Twilio'])

const rows = {
  l: z.tuple([count, stage, time, phone, talk, sound, act]),
  m: z.tuple([
    z.string().regex(/^[A-Z0-9]{1,4}$/),
    time,
    count,
    z.enum(['da', 'nicht da']),
    carrier,
    act,
  ]),
} as const

/** Everything that the rows in this piece of the board say, checked cell by cell. */
export function rowsIn(piece: string): readonly (readonly string[])[] {
  return parse(piece)
    .querySelectorAll('tbody tr, tr[id]')
    .filter((row) => row.id !== '')
    .map((row) => {
      const kind = z.enum(['l', 'm']).parse(row.id.slice(0, 1))
      expectName(row.id)
      return rows[kind].parse(row.querySelectorAll('th, td').map((cell) => cell.textContent.trim()))
    })
}

function expectName(id: string): void {
  z.string()
    .regex(/^[lm]-[\w-]{12}$/)
    .parse(id)
}
