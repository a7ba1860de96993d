import { parseXml, XmlElement } from '@rgrove/parse-xml'

/** Every element of a document, outermost first. */
export function elementsOf(xml: string): readonly XmlElement[] {
  const below = (element: XmlElement): XmlElement[] => [
    element,
    ...element.children.filter((child) => child instanceof XmlElement).flatMap(below),
  ]
  const { root } = parseXml(xml)
  return root === null ? [] : below(root)
}
