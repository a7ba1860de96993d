import { readQuoted, readToken, readUntil, skipBlanks, takeSeparator } from './scan.ts'
import type { Cursor } from './scan.ts'

/** One `;name=value`; the name is lower-case, the value as written, empty when there is none. */
export type Parameter = {
  readonly name: string
  readonly value: string
  /** Where the parameter ends in the text it was read from. */
  readonly end: number
}

/** Reads `;name=value;name` up to what is no parameter; undefined when one of them is malformed. */
export function readParameters(cursor: Cursor): readonly Parameter[] | undefined {
  const parameters: Parameter[] = []
  while (takeSeparator(cursor, ';')) {
    const name = readToken(cursor).toLowerCase()
    if (name === '') return undefined
    let end = cursor.at
    let value = ''
    if (takeSeparator(cursor, '=')) {
      const read = cursor.text[cursor.at] === '"' ? readQuoted(cursor) : readUntil(cursor, ';,<>"')
      if (read === undefined || read === '') return undefined
      value = read
      end = cursor.at
    }
    parameters.push({ name, value, end })
  }
  skipBlanks(cursor)
  return parameters
}

export function parameterOf(parameters: readonly Parameter[], name: string): string | undefined {
  for (const parameter of parameters) if (parameter.name === name) return parameter.value
  return undefined
}
