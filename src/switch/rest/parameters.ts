import { z } from 'zod'
import { badRequest } from './problem.ts'

const urlLengthMax = 4000

/** An address the switch can ask: absolute, http or https. Twilio refuses host names with an underscore. */
export const address = z
  .string()
  .max(urlLengthMax)
  .refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return url !== undefined && /^https?:$/.test(url.protocol) && !url.hostname.includes('_')
  }, 'must be an absolute http or https address')

/** The same, or empty text: none. */
export const addressOrNone = z.union([z.literal(''), address])

export const method = z
  .string()
  .transform((text) => text.toUpperCase())
  .pipe(z.enum(['GET', 'POST']))

/** Booleans are the texts `true` and `false` on the wire. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true')

/** Days only; Twilio answers 400 to a time of day. */
export const day = z.iso.date().transform((text) => Date.parse(`${text}T00:00:00Z`))

/**
 * Reads query or form. A parameter this switch does not know is refused rather than ignored: a filter or a change
 * that silently does nothing is worse than an error.
 * @param codes Twilio's code for a wrong value of a parameter, 20001 where none is given
 * @throws RestProblem 400, naming the parameter and never its value
 */
export function read<Schema extends z.ZodRawShape>(
  shape: Schema,
  input: unknown,
  codes: Readonly<Record<string, number>> = {},
): z.output<z.ZodObject<Schema>> {
  const result = z.strictObject(shape).safeParse(input ?? {})
  if (result.success) return result.data
  const [issue] = result.error.issues
  if (issue?.code === 'unrecognized_keys') {
    throw badRequest(`Parameter ${issue.keys.join(', ')} is not available on this switch`)
  }
  const name = String(issue?.path[0] ?? '')
  throw badRequest(`Invalid parameter ${name}: ${issue?.message ?? 'not readable'}`, codes[name])
}

/** Takes out what was not given, so that a change names only what changes. */
export function given<Fields extends Record<string, unknown>>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>
  }
}
