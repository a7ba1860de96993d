/** A place in a text that only ever moves forward, so that reading is linear whatever was sent. */
export type Cursor = { readonly text: string; at: number }

/** token characters of RFC 3261 §25.1, by character code. */
const tokenCodes = new Uint8Array(256)
for (const char of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~")
  tokenCodes[char.charCodeAt(0)] = 1

const tab = 9
const space = 32

/** Is the text a token, i.e. a name of a header field, a method, a parameter? */
export function isToken(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (tokenCodes[text.charCodeAt(i)] !== 1) return false
  return text.length > 0
}

/** Without spaces and tabs at both ends. String.trim would also eat halves of UTF-8 characters. */
export function trimBlanks(text: string): string {
  let first = 0
  let last = text.length
  while (first < last && isBlank(text.charCodeAt(first))) first++
  while (last > first && isBlank(text.charCodeAt(last - 1))) last--
  return text.slice(first, last)
}

export function isBlank(code: number): boolean {
  return code === space || code === tab
}

export function skipBlanks(cursor: Cursor): void {
  while (isBlank(cursor.text.charCodeAt(cursor.at))) cursor.at++
}

/** Takes the character if it is next, with blanks around it. */
export function takeSeparator(cursor: Cursor, char: string): boolean {
  skipBlanks(cursor)
  if (cursor.text[cursor.at] !== char) return false
  cursor.at++
  skipBlanks(cursor)
  return true
}

/** The token that is next; empty when there is none. */
export function readToken(cursor: Cursor): string {
  const start = cursor.at
  while (tokenCodes[cursor.text.charCodeAt(cursor.at)] === 1) cursor.at++
  return cursor.text.slice(start, cursor.at)
}

/** What stands up to the next character of `stops`, a blank, or the end; empty when there is nothing. */
export function readUntil(cursor: Cursor, stops: string): string {
  const start = cursor.at
  while (cursor.at < cursor.text.length) {
    const char = cursor.text[cursor.at]!
    if (stops.includes(char) || isBlank(char.charCodeAt(0))) break
    cursor.at++
  }
  return cursor.text.slice(start, cursor.at)
}

/** A quoted string with its quotes and escapes; undefined when it never ends. */
export function readQuoted(cursor: Cursor): string | undefined {
  const start = cursor.at
  for (let i = start + 1; i < cursor.text.length; i++) {
    const char = cursor.text[i]
    if (char === '\\') i++
    else if (char === '"') {
      cursor.at = i + 1
      return cursor.text.slice(start, cursor.at)
    }
  }
  return undefined
}

/** A whole number in decimal digits from 0 to `max`, leading zeros allowed; undefined for anything else. */
export function readNumber(text: string, max: number): number | undefined {
  let number = 0
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return undefined
    number = number * 10 + digit
    if (number > max) return undefined
  }
  return text.length > 0 ? number : undefined
}

/** The elements of a comma-separated value; commas in quotes and angle brackets do not separate. */
export function splitList(value: string): string[] {
  const elements: string[] = []
  let start = 0
  let quoted = false
  let bracketed = false
  for (let i = 0; i < value.length; i++) {
    const char = value[i]
    if (quoted) {
      if (char === '\\') i++
      else if (char === '"') quoted = false
    } else if (char === '"') quoted = true
    else if (char === '<') bracketed = true
    else if (char === '>') bracketed = false
    else if (char === ',' && !bracketed) {
      elements.push(trimBlanks(value.slice(start, i)))
      start = i + 1
    }
  }
  elements.push(trimBlanks(value.slice(start)))
  return elements.filter((element) => element !== '')
}
