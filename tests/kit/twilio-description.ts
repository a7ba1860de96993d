import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { z } from 'zod'

/**
 * Twilio's own description of its REST interface (tests/fixtures/twilio/openapi.json; where it comes from is said in it).
 * Answers are held against it more strictly: every field of a schema must be there and no other.
 */
const fixture = new URL('../fixtures/twilio/openapi.json', import.meta.url)
const anything = z.record(z.string(), z.unknown())
const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query']),
  required: z.boolean().optional(),
  schema: anything,
})
const form = z.object({
  properties: z.record(z.string(), anything),
  required: z.array(z.string()).optional(),
})
const requestBody = z.object({
  content: z.object({ 'application/x-www-form-urlencoded': z.object({ schema: form }) }),
})
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
    paths: z.record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          parameters: z.array(parameter),
          requestBody: requestBody.optional(),
          responses,
        }),
      ),
    ),
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
ajv.addFormat('uri', /^$|^\/2010-04-01\/\S+$|^https?:\/\/[^\s_/?#]+(?:[/?#]\S*)?$/)
ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/)
for (const any of [
  'currency',
  'uri-map',
  'phone-number-capabilities',
  'int64',
  'date-time',
  'twiml',
])
  ajv.addFormat(any, true)
ajv.addSchema(description, 'twilio')

/** Values as they come over the wire, by name; one that comes twice is a list. */
export type Wire = Readonly<Record<string, string | readonly string[]>>

/** What is wrong with a request, in ajv's words; empty for a good one. What is not described is wrong. */
export function requestMistakes(method: string, path: string, query: Wire, body: Wire): string[] {
  const found = describedAs(method, path)
  if (found === undefined) return [`${method} ${path} is not described`]
  const { template, operation } = found
  const inPath = template.match(/(?<=\{)\w+(?=\})/g) ?? []
  const values = path.match(patternOf(template))?.slice(1) ?? []
  const named = Object.fromEntries(inPath.map((name, at) => [name, values[at] ?? '']))
  const { properties, required } = operation.requestBody?.content[
    'application/x-www-form-urlencoded'
  ].schema ?? { properties: {} }
  return [
    ...wrongIn('path', byName(operation.parameters, 'path'), named, inPath),
    ...wrongIn('query', byName(operation.parameters, 'query'), query, []),
    ...wrongIn('form', properties, body, required ?? []),
  ]
}

function byName(parameters: readonly z.infer<typeof parameter>[], where: 'path' | 'query') {
  return Object.fromEntries(
    parameters.filter((one) => one.in === where).map(({ name, schema }) => [name, schema]),
  )
}

function wrongIn(
  where: string,
  properties: Readonly<Record<string, unknown>>,
  given: Wire,
  required: readonly string[],
): string[] {
  // An empty value takes away what was set (Twilio, IncomingPhoneNumbers); its description has no word for that.
  const full = Object.entries(given).filter(([, value]) => value !== '')
  const values = Object.fromEntries(
    full.map(([name, value]) => [name, meant(properties[name], value)]),
  )
  const unknown = Object.keys(given).filter((name) => !(name in properties))
  const schema = { type: 'object', properties: absolute(properties), required }
  const wrong = wrongBy(schema, values)
  return [...unknown.map((name) => `${name} is not described`), ...wrong].map(
    (mistake) => `${where}: ${mistake}`,
  )
}

/** Compiling a schema takes longer than all the rest of a test. */
const compiled = new Map<string, ValidateFunction>()

function wrongBy(schema: object, value: unknown): string[] {
  const text = JSON.stringify(schema)
  const validate = compiled.get(text) ?? ajv.compile(schema)
  compiled.set(text, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message ?? ''}`)
}

/** Numbers and booleans are words on the wire. */
function meant(schema: unknown, value: string | readonly string[]): unknown {
  const { type } = z.looseObject({ type: z.string().optional() }).parse(schema ?? {})
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value
  if (type === 'integer') return /^\d+$/.test(String(value)) ? Number(value) : value
  return type === 'array' ? [value].flat() : value
}

/** References are to the whole description, which a schema taken out of it has lost. */
function absolute(properties: Readonly<Record<string, unknown>>): object {
  return JSON.parse(
    JSON.stringify(properties).replaceAll('"$ref":"#/', '"$ref":"twilio#/'),
  ) as object
}

/** What is wrong with an answer, in ajv's words; empty for a good one. An answer that is not described is wrong. */
export function mistakes(method: string, path: string, status: number, body: unknown): string[] {
  const found = describedAs(method, path)
  const response = found?.operation.responses[String(status)]
  if (found === undefined || response === undefined) {
    return [`${method} ${path} → ${String(status)} is not described`]
  }
  const json = response.content?.['application/json'].schema
  if (json === undefined) return body === undefined ? [] : ['a body where none belongs']
  const pointer = found.template.replaceAll('~', '~0').replaceAll('/', '~1')
  const $ref = `twilio#/paths/${encodeURIComponent(pointer)}/${method.toLowerCase()}/responses/${String(status)}/content/application~1json/schema`
  return wrongBy({ $ref }, body)
}

function describedAs(method: string, path: string) {
  const [template, operations] =
    Object.entries(description.paths).find(([one]) => patternOf(one).test(path)) ?? []
  const operation = operations?.[method.toLowerCase()]
  return template === undefined || operation === undefined ? undefined : { template, operation }
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '([^/]+?)')}$`)
}

/** Twilio's error body (Twilio, Twilio's Response); the description is silent about it. */
export const errorBody = z.strictObject({
  code: z.number(),
  message: z.string().min(1),
  more_info: z.string().regex(/^https:\/\/www\.twilio\.com\/docs\/errors\/\d+$/),
  status: z.number(),
})
