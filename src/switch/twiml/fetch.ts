import type { Webhooks } from '../webhook/webhook.ts'
import { TwimlError } from './errors.ts'
import { readDocument, type Document, type Verb } from './read.ts'
import type { DocumentRequest } from './stage.ts'

/** Twilio, "TwiML MIME types": how an answer is read decides its Content-Type. */
const readAs: readonly {
  readonly type: RegExp
  readonly read: (body: Buffer, at: string) => Document
}[] = [
  { type: /^(text\/xml|application\/xml|text\/html)$/, read: readDocument },
  { type: /^text\/plain$/, read: readPlainText },
  { type: /^audio\//, read: (_body, url) => onlyVerb({ verb: 'play', url, loop: 1 }) },
]

/**
 * Asks the application for a document and reads it.
 * @throws WebhookFailed nothing usable came · TwimlError 12300 no document by its type, 12xxx, 13xxx
 */
export async function fetchDocument(
  webhooks: Webhooks,
  { url, method }: DocumentRequest,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Document> {
  const answer = await webhooks.ask(url, method, parameters, signal)
  const type = answer.contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  const reader = readAs.find((reader) => reader.type.test(type))
  if (!reader)
    throw new TwimlError(12300, `An answer of type "${type.slice(0, 60)}" is no document`)
  return reader.read(answer.body, answer.url)
}

/** Run when it is a document, else read aloud. What is refused stays refused. */
function readPlainText(body: Buffer, at: string): Document {
  try {
    return readDocument(body, at)
  } catch (error) {
    if (!(error instanceof TwimlError && error.code === 12100)) throw error
    const text = body.toString('utf8').replace(/\s+/g, ' ').trim()
    return onlyVerb({ verb: 'say', text, language: 'en-US', loop: 1 })
  }
}

function onlyVerb(verb: Verb): Document {
  return { verbs: [verb], warnings: [] }
}
