import { isIP } from 'node:net'
import { z } from 'zod'

/** The forms of settings; each says in words what it must be. */

const portMax = 65_535

export const text = (pattern: RegExp, mustBe: string) => z.string().regex(pattern, mustBe)

export const port = (usual: number) =>
  text(/^\d{1,5}$/, `must be a port, a whole number from 0 to ${portMax}; 0 takes a free one`)
    .refine((value) => Number(value) <= portMax, `must be a port, at most ${portMax}`)
    .default(String(usual))

export const host = (usual: string) =>
  text(
    /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|[0-9a-fA-F:]+)$/,
    'must be a host name or an address, without port',
  ).default(usual)

export const url = (protocols: RegExp, mustBe: string) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && protocols.test(new URL(value).protocol), mustBe)

/** Networks with commas between them; `least` says how many there must be. */
export const networks = (least: number) =>
  z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter((part) => part !== ''))
    .pipe(
      z
        .array(
          z
            .string()
            .refine(network, 'must be networks such as 192.0.2.0/24, with commas between them'),
        )
        .min(least, 'must name at least one network, such as 192.0.2.0/24'),
    )

const network = (value: string): boolean => {
  const [address = '', bits = '', ...more] = value.split('/')
  const bitsMax = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax
}

export const timeZone = (value: string): boolean => {
  try {
    return new Intl.DateTimeFormat('de', { timeZone: value }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const mailAddress = () => text(/^[^\s@<>"]+@[^\s@<>"]+$/, 'must be a mail address')
