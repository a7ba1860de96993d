import { z } from 'zod'
import { passphraseMax, passphraseMin } from '../../../conference/staff/staffing.ts'

/** Fewer different letters than this, and it is `aaaaaaaaaaaa` or `121212121212`. */
const differentMin = 5

/** A passphrase that somebody chooses; its mistakes are keys of the texts (ASVS 6.2: length counts, not signs). */
export const newPassphrase = z
  .string()
  .min(1, 'passphrase')
  .min(passphraseMin, 'short')
  .max(passphraseMax, 'passphrase')
  .refine((text) => new Set(text.toLowerCase()).size >= differentMin, 'simple')
