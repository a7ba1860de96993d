import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml'

/** What a document makes a carrier do, as far as a caller notices it. */
export type Document =
  | {
      readonly is: 'gather'
      readonly heard: string
      readonly action: string
      readonly numDigits: number
      readonly finishOnKey: string
      readonly timeoutSeconds: number
    }
  | {
      readonly is: 'conference'
      readonly heard: string
      readonly action: string
      readonly name: string
      readonly statusCallback: string
      readonly muted: string
      readonly waitUrl: string
      readonly hangupOnStar: boolean
    }
  /** Something is said, and then it goes on elsewhere: a round of the waiting room, a place in a queue. */
  | { readonly is: 'round'; readonly heard: string; readonly action: string }
  /** Connected with a human. */
  | { readonly is: 'human'; readonly heard: string; readonly action: string }
  | { readonly is: 'over'; readonly heard: string }

/** Reads one of our documents. */
export function readDocument(xml: string): Document {
  const verbs = elements(parseXml(xml).root ?? new XmlElement('Response'))
  const gather = verbs.find(({ name }) => name === 'Gather')
  const dial = verbs.find(({ name }) => name === 'Dial')
  const heard = words(gather === undefined ? verbs : elements(gather))
  if (gather !== undefined) {
    const {
      action = '',
      numDigits = 'Infinity',
      finishOnKey = '#',
      timeout = '5',
    } = gather.attributes
    return {
      is: 'gather',
      heard,
      action,
      numDigits: Number(numDigits),
      finishOnKey,
      timeoutSeconds: Number(timeout),
    }
  }
  const conference = dial && elements(dial).find(({ name }) => name === 'Conference')
  if (dial !== undefined && conference !== undefined) {
    const { statusCallback = '', muted = 'false', waitUrl = '' } = conference.attributes
    return {
      is: 'conference',
      heard,
      action: dial.attributes['action'] ?? '',
      name: conference.text,
      statusCallback,
      muted,
      waitUrl,
      hangupOnStar: dial.attributes['hangupOnStar'] === 'true',
    }
  }
  if (dial !== undefined) return { is: 'human', heard, action: dial.attributes['action'] ?? '' }
  const action = verbs.find(({ name }) => name === 'Redirect')?.text
  return action === undefined ? { is: 'over', heard } : { is: 'round', heard, action }
}

const elements = (of: XmlElement) => of.children.filter((child) => child instanceof XmlElement)

const words = (verbs: readonly XmlElement[]) =>
  verbs
    .filter(({ name }) => name === 'Say')
    .flatMap(({ children }) => children.filter((child) => child instanceof XmlText))
    .map(({ text }) => text)
    .join(' ')
