import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { z } from 'zod'

/**
 * Twilio's own description of the answers (tests/fixtures/twilio/openapi.json; where it comes from is said in it), made
 * stricter: every field of a schema must be there and no other.
 */
const fixture = new URL('../../fixtures/twilio/openapi.json', import.meta.url)
const responses = z.record(
  z.string(),
  z.object({
    content: z
      .object({ 'application/json': z.object({ schema: z.record(z.string(), z.unknown()) }) })
      .optional(),
  }),
)
const description = z
  .looseObject({
    paths: z.record(z.string(), z.record(z.string(), z.object({ responses }))),
    components: z.object({
      schemas: z.record(
        z.string(),
        z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() }),
      ),
    }),
  })
  .parse(JSON.parse(readFileSync(fixture, 'utf8')))

for (const schema of Object.values(description.components.schemas)) {
  if (schema.properties === undefined) continue
  schema['required'] = Object.keys(schema.properties)
  schema['additionalProperties'] = false
}

const ajv = new Ajv({ strict: false, allErrors: true })
const rfc2822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$/
ajv.addFormat('date-time-rfc-2822', rfc2822)
ajv.addFormat('phone-number', /^\+[0-9]+$/)
ajv.addFormat('http-method', /^(GET|POST)$/)
ajv.addFormat('uri', /^$|^\/2010-04-01\/\S+$|^https?:\/\/\S+$/)
for (const any of ['currency', 'uri-map', 'phone-number-capabilities']) ajv.addFormat(any, true)
ajv.addSchema(description, 'twilio')

/** What is wrong with an answer, in ajv's words; empty for a good one. An answer that is not described is wrong. */
export function mistakes(method: string, path: string, status: number, body: unknown): string[] {
  const described = Object.entries(description.paths).find(([template]) => fits(template, path))
  const operation = described?.[1][method.toLowerCase()]
  const response = operation?.responses[String(status)]
  if (described === undefined || response === undefined) {
    return [`${method} ${path} → ${String(status)} is not described`]
  }
  const json = response.content?.['application/json'].schema
  if (json === undefined) return body === undefined ? [] : ['a body where none belongs']
  const pointer = described[0].replaceAll('~', '~0').replaceAll('/', '~1')
  const $ref = `twilio#/paths/${encodeURIComponent(pointer)}/${method.toLowerCase()}/responses/${String(status)}/content/application~1json/schema`
  const valid = ajv.validate({ $ref }, body)
  return valid ? [] : (ajv.errors ?? []).map((one) => `${one.instancePath} ${one.message ?? ''}`)
}

function fits(template: string, path: string): boolean {
  const pattern = template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+?')
  return new RegExp(`^${pattern}$`).test(path)
}

/** Twilio's error body (Twilio, Twilio's Response); the description is silent about it. */
export const errorBody = z.strictObject({
  code: z.number(),
  message: z.string().min(1),
  more_info: z.string().regex(/^https:\/\/www\.twilio\.com\/docs\/errors\/\d+$/),
  status: z.number(),
})
