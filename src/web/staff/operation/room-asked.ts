import { z } from 'zod'
import { lengths } from '../../../conference/room/numbers.ts'
import { reasonGiven } from '../asked-once.tsx'

/** A form that asks for a room by its number, however it was typed, and why. */
export const roomShape = reasonGiven.extend({
  roomNumber: z
    .string()
    .transform((typed) => typed.replaceAll(/[\s-]/g, ''))
    .refine((number) => /^\d+$/.test(number) && number.length === lengths.roomNumber, 'roomNumber'),
})
