import type { Method } from '../webhook/webhook.ts'
import { TwimlError, type Warn } from './errors.ts'
import type { Element } from './xml.ts'

/** The attributes of one element, taken one by one with their defaults; `rest()` warns of what nobody took. */
export type Attributes = {
  text(name: string): string | undefined
  choice<const Choice extends string>(
    name: string,
    choices: readonly Choice[],
    otherwise: Choice,
    code: number,
  ): Choice
  yesNo(name: string, otherwise: boolean, code: number): boolean
  method(name: string, otherwise: Method, code: number): Method
  whole(name: string, least: number, most: number, code: number): number | undefined
  /** Absolute; undefined when absent. Empty text means the document itself. */
  address(name: string): string | undefined
  /** A text taken before, made absolute. */
  resolve(text: string, name: string): string
  /** Known to Twilio, without meaning here. */
  skip(...names: readonly string[]): void
  rest(): void
}

/** An element with a wrong value: the value is replaced by its default, and the author is told (Twilio, 13xxx). */
export function attributesOf(element: Element, at: string, warn: Warn): Attributes {
  const left = new Map(element.attributes)
  const wrong = (name: string, value: string, code: number) => {
    warn(
      code,
      `<${element.name} ${name}="${value.slice(0, 40)}"> is not valid; the default is used`,
    )
  }
  const take = (name: string) => {
    const value = left.get(name)
    left.delete(name)
    return value
  }
  const attributes: Attributes = {
    text: take,
    choice(name, choices, otherwise, code) {
      const value = take(name)
      if (value === undefined) return otherwise
      const choice = choices.find((choice) => choice === value.trim())
      if (choice === undefined) wrong(name, value, code)
      return choice ?? otherwise
    },
    yesNo(name, otherwise, code) {
      return (
        attributes.choice(name, ['true', 'false'], otherwise ? 'true' : 'false', code) === 'true'
      )
    },
    method(name, otherwise, code) {
      const value = left.get(name)
      if (value !== undefined) left.set(name, value.toUpperCase())
      return attributes.choice(name, ['GET', 'POST'], otherwise, code)
    },
    whole(name, least, most, code) {
      const value = take(name)
      if (value === undefined) return undefined
      const number = /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : NaN
      if (number >= least && number <= most) return number
      wrong(name, value, code)
      return undefined
    },
    address(name) {
      const value = take(name)
      return value === undefined ? undefined : attributes.resolve(value, name)
    },
    resolve: (text, name) => addressIn(text, at, `<${element.name} ${name}>`),
    skip(...names) {
      for (const name of names) left.delete(name)
    },
    rest() {
      for (const name of left.keys())
        warn(12200, `<${element.name}> has no attribute "${name.slice(0, 40)}"; it is ignored`)
    },
  }
  return attributes
}

/**
 * An address in a document, made absolute. `at` is where the document stands, or empty for one given as text.
 * @throws TwimlError 11100 when it is no address, or relative in a document that stands nowhere
 */
export function addressIn(text: string, at: string, where: string): string {
  const value = text.trim()
  if (value === '' && at !== '') return at
  const url = URL.parse(value, at === '' ? undefined : at)
  if (url && /^https?:$/.test(url.protocol)) return url.href
  throw new TwimlError(11100, `${where}: this is not an address that can be reached from here`)
}
