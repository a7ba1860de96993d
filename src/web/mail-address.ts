import { z } from 'zod'
import { mailAddressMax, mailAddressPattern } from '../conference/organiser/mails.ts'

/** A mail address as it is typed; the mistake is a key of the page's texts. */
export const mailAddress = z
  .string({ error: 'address' })
  .trim()
  .max(mailAddressMax, 'address')
  .regex(mailAddressPattern, 'address')
