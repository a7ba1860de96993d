import { parse } from 'node:querystring'
import { text, type RequestHandler } from 'express'

/** A carrier's form has some thirty fields and two kilobytes. */
const formBytesMax = '64kb'
const formFieldsMax = 200

/** The body is no form as carriers send them; the status is for the answer. */
class NoForm extends Error {
  override readonly name = 'NoForm'
  readonly status: number
  constructor(status: 400 | 413, why: string) {
    super(why)
    this.status = status
  }
}

/**
 * Reads the form of a request: names with one value each, nothing nested. A field that comes twice is refused: the
 * signature would cover it in one way, and we might read it in another (S-18).
 */
export const formBody: readonly RequestHandler[] = [
  text({ type: 'application/x-www-form-urlencoded', limit: formBytesMax }),
  (request, _response, next) => {
    const body: unknown = request.body
    const form = parse(typeof body === 'string' ? body : '', '&', '=', {
      maxKeys: formFieldsMax + 1,
    })
    const values = Object.values(form)
    if (values.length > formFieldsMax) throw new NoForm(413, 'too many fields')
    if (!values.every((value) => typeof value === 'string')) throw new NoForm(400, 'a field twice')
    request.body = form
    next()
  },
]
