import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml'
import { TwimlError } from './errors.ts'

/** Twilio, error 11750: a document is at most this long. */
export const documentBytesMax = 64 * 1024
/** `<Response><Dial><Conference>` needs three; marked-up speech a few more. */
export const depthMax = 8

export type Element = {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly (Element | string)[]
}

/**
 * The root element of an XML text in UTF-8. Stricter than XML: no DOCTYPE (so no entities but the five and the numeric
 * ones), no processing instruction but the declaration, at most `depthMax` deep and `documentBytesMax` long.
 * Time is linear in the length.
 *
 * @throws TwimlError 11750 too long · 12100 not well-formed · 12101 not XML 1.x
 */
export function readXml(bytes: Uint8Array): Element {
  if (bytes.length > documentBytesMax)
    throw new TwimlError(11750, `The document is longer than ${documentBytesMax} bytes`)
  const xml = textOf(bytes)
  checkDeclaration(xml)
  checkMarkup(xml)
  return toElement(parsed(xml))
}

function textOf(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // Line ends become one character here (XML §2.11): the parser would do it in quadratic time.
    return text.replace(/\r\n?/g, '\n')
  } catch {
    throw new TwimlError(12100, 'The document is not UTF-8')
  }
}

function checkDeclaration(xml: string): void {
  const declaration = /^<\?xml\s([^?]{0,200})\?>/.exec(xml)?.[1]
  if (declaration === undefined) return
  const version = /version\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1]
  if (version !== undefined && !/^1\.\d+$/.test(version))
    throw new TwimlError(12101, `XML version "${version}" is not 1.0`)
  const encoding = /encoding\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1]
  if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding))
    throw new TwimlError(12100, `The document says it is "${encoding}"; only UTF-8 is read`)
}

/**
 * Walks over the marks of the text once, before the parser does, and refuses what it shall never see: DOCTYPE, processing
 * instructions, and depth (the parser calls itself for each level). Whatever else is wrong is left to the parser.
 */
function checkMarkup(xml: string): void {
  let depth = 0
  let at = /^<\?xml\s/.test(xml) ? xml.indexOf('?>') : 0
  while (at >= 0 && (at = xml.indexOf('<', at)) >= 0) {
    if (xml.startsWith('<!--', at)) at = after(xml, '-->', at + 4)
    else if (xml.startsWith('<![CDATA[', at)) at = after(xml, ']]>', at)
    else if (xml.startsWith('<!', at))
      throw new TwimlError(12100, 'A document has no DOCTYPE and no other declarations')
    else if (xml.startsWith('<?', at))
      throw new TwimlError(12100, 'A document has no processing instructions')
    else if (xml.startsWith('</', at)) {
      depth--
      at += 2
    } else {
      const end = endOfTag(xml, at + 1)
      if (xml[end - 1] !== '/' && ++depth > depthMax)
        throw new TwimlError(12100, `Elements are nested deeper than ${depthMax}`)
      at = end
    }
  }
}

/** -1 when it never comes. */
function after(xml: string, mark: string, from: number): number {
  const found = xml.indexOf(mark, from)
  return found < 0 ? -1 : found + mark.length
}

/** The `>` that ends a start tag; those between quotes do not. The end of the text when there is none. */
function endOfTag(xml: string, from: number): number {
  let quote = ''
  for (let at = from; at < xml.length; at++) {
    const char = xml.charAt(at)
    if (quote) quote = char === quote ? '' : quote
    else if (char === '"' || char === "'") quote = char
    else if (char === '>') return at
  }
  return xml.length
}

function parsed(xml: string): XmlElement {
  try {
    const { root } = parseXml(xml)
    if (root) return root
  } catch (error) {
    const [why = ''] = error instanceof Error ? error.message.split('\n') : []
    throw new TwimlError(12100, `The document is not well-formed XML: ${why}`)
  }
  throw new TwimlError(12100, 'The document has no root element')
}

function toElement(from: XmlElement): Element {
  return {
    name: from.name,
    attributes: new Map(Object.entries(from.attributes)),
    children: from.children.flatMap((child): readonly (Element | string)[] => {
      if (child instanceof XmlElement) return [toElement(child)]
      return child instanceof XmlText ? [child.text] : []
    }),
  }
}

/** All text below an element, in order. */
export function textIn(element: Element): string {
  return element.children
    .map((child) => (typeof child === 'string' ? child : textIn(child)))
    .join('')
}

/** The elements directly below. */
export function elementsIn(element: Element): Element[] {
  return element.children.filter((child) => typeof child !== 'string')
}
