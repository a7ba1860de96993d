import type { LiveMessage } from '../../src/web/live/drawing.ts'
import type { Visitor } from './visitor.ts'

/*
 * Reads server-sent events as a browser's EventSource does, one after the other.
 */

export type LiveEvent =
  | { readonly event: 'change'; readonly data: LiveMessage }
  | { readonly event: 'beat'; readonly data: string }
  | { readonly event: 'over'; readonly data: string }

export type LiveReader = AsyncDisposable & {
  readonly answer: Response
  /** The next event, whatever it is; undefined when the stream has ended. */
  next(): Promise<LiveEvent | undefined>
  /** The next event of this kind; what comes before is thrown away. @throws Error when the stream ends before */
  nextOf<K extends LiveEvent['event']>(kind: K): Promise<Extract<LiveEvent, { event: K }>>
  /** Resolves when the stream has ended. */
  ended(): Promise<void>
}

/** Opens a stream with this browser's cookies. */
export async function readLive(
  visitor: Visitor,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<LiveReader> {
  const stop = new AbortController()
  const answer = await visitor.fetch(path, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: stop.signal,
  })
  const events = eventsOf(answer)
  const reader: LiveReader = {
    answer,
    async next() {
      const { value } = await events.next()
      return value ?? undefined
    },
    async nextOf(kind) {
      for (;;) {
        const event = await reader.next()
        if (event === undefined) throw new Error(`ended before ${kind}`)
        if (event.event === kind) return event as Extract<LiveEvent, { event: typeof kind }>
      }
    },
    async ended() {
      while ((await reader.next()) !== undefined);
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await reader.ended().catch(() => undefined)
    },
  }
  return reader
}

async function* eventsOf({ body }: Response): AsyncGenerator<LiveEvent, undefined> {
  if (body === null) return
  let text = ''
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => {
          const at = line.indexOf(':')
          return [line.slice(0, at), line.slice(at + 1)] as const
        }),
      )
      const event = fields.get('event')
      if (event !== undefined)
        yield { event, data: JSON.parse(fields.get('data') ?? '""') as unknown } as LiveEvent
    }
  }
}
