import { messageMax, TwimlError, type Warning } from './errors.ts'
import { refuseWhatWeNeverDo } from './refused.ts'
import { readDial, type Dial } from './verbs/dial.ts'
import { readGather, type Gather } from './verbs/gather.ts'
import { readHangup, type Hangup } from './verbs/hangup.ts'
import { readPause, type Pause } from './verbs/pause.ts'
import { readPlay, type Play } from './verbs/play.ts'
import { readRedirect, type Redirect } from './verbs/redirect.ts'
import { readReject, type Reject } from './verbs/reject.ts'
import { readSay, type Say } from './verbs/say.ts'
import { elementsIn, readXml } from './xml.ts'

export type Verb = Say | Play | Pause | Gather | Dial | Redirect | Hangup | Reject

/** A document as values: checked, defaults applied, addresses absolute. Nothing in it knows XML or a call. */
export type Document = { readonly verbs: readonly Verb[]; readonly warnings: readonly Warning[] }

/** Verbs in one document; more is a program gone wild. */
const verbsMax = 200
/** Warnings kept of one document. */
const warningsMax = 20

const readers = new Map(
  Object.entries({
    Say: readSay,
    Play: readPlay,
    Pause: readPause,
    Gather: readGather,
    Dial: readDial,
    Redirect: readRedirect,
    Hangup: readHangup,
    Reject: readReject,
  }),
)

/**
 * @param bytes the document
 * @param at where it stands, for relative addresses; empty for one given as text
 * @throws TwimlError, and nothing else, whatever the bytes are
 */
export function readDocument(bytes: Uint8Array, at: string): Document {
  const root = readXml(bytes)
  if (root.name !== 'Response')
    throw new TwimlError(12102, `The root element is <${root.name}>, not <Response>`)
  refuseWhatWeNeverDo(root)
  const warnings: Warning[] = []
  const warn = (code: number, message: string) => {
    if (warnings.length < warningsMax)
      warnings.push({ code, message: message.slice(0, messageMax) })
  }
  const elements = elementsIn(root)
  if (elements.length > verbsMax)
    throw new TwimlError(12200, `A document has at most ${verbsMax} verbs`)
  for (const name of root.attributes.keys()) warn(12200, `<Response> has no attribute "${name}"`)
  const verbs = elements.flatMap((element) => {
    const read = readers.get(element.name)
    if (!read) warn(12200, `<${element.name}> is not a verb; it is left out`)
    return read?.(element, at, warn) ?? []
  })
  return { verbs, warnings }
}
