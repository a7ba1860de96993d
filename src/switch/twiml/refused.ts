import { TwimlError } from './errors.ts'
import { elementsIn, type Element } from './xml.ts'

/**
 * What this switch never does: keep, copy or write down what people say, let somebody listen in unheard, or call out.
 * A document that asks for it is refused as a whole. Leaving out just this part would be silent about privacy.
 */
const refusedElements: Readonly<Record<string, string>> = {
  record: 'records the caller',
  start: 'starts a stream, recording or transcription',
  stop: 'ends a stream, recording or transcription, and there is none',
  stream: 'copies the sound of the call',
  siprec: 'copies the sound of the call',
  recording: 'records the caller',
  transcription: 'writes down what is said',
  connect: 'hands the sound of the call to somebody else',
  enqueue: 'puts the caller into a queue, and there are none',
  number: 'calls out',
  sip: 'calls out',
  client: 'calls out',
  queue: 'connects with a queue, and there are none',
  sim: 'calls out',
  application: 'calls out',
  whatsapp: 'calls out',
  refer: 'hands the call to somebody else',
}

/** Spelled without regard to case: a wrong case shall not turn a refusal into a warning. */
const refusedAttributes: readonly {
  readonly name: RegExp
  readonly allowed: readonly string[]
  readonly does: string
}[] = [
  { name: /^record$/i, allowed: ['do-not-record', 'false'], does: 'records the call' },
  { name: /^recording/i, allowed: [], does: 'belongs to recording' },
  { name: /^transcri/i, allowed: [], does: 'writes down what is said' },
  { name: /^coach(ing)?$/i, allowed: [], does: 'lets somebody listen in and whisper' },
]

/** @throws TwimlError 12200 when any part of the document asks for what this switch never does */
export function refuseWhatWeNeverDo(root: Element): void {
  for (const element of elementsIn(root)) {
    const does = refusedElements[element.name.toLowerCase()]
    if (does !== undefined) throw new TwimlError(12200, `<${element.name}> is refused: it ${does}`)
    for (const [name, value] of element.attributes) {
      const rule = refusedAttributes.find((rule) => rule.name.test(name))
      if (rule && !rule.allowed.includes(value))
        throw new TwimlError(12200, `<${element.name} ${name}> is refused: it ${rule.does}`)
    }
    refuseWhatWeNeverDo(element)
  }
}
