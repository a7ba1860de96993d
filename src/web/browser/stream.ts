/*
 * The connection to the server. It is live as long as there is a sign of life every few seconds; whatever breaks it
 * (a tunnel, a closed lid, an upgrade), it comes back by itself and gets what is so then.
 *
 *   connecting ──change──▶ live ──silence, error──▶ lost ──again and again──▶ connecting
 *                                  └──over──▶ over: stays so until the page is loaded again
 */

/** What comes: everything, or what is different now (live/drawing.ts). */
export type LiveMessage = {
  readonly whole?: string
  readonly pieces?: readonly string[]
  readonly gone?: readonly string[]
  readonly fresh?: readonly {
    readonly in: string
    readonly before?: string
    readonly html: string
  }[]
  readonly title: string
  readonly news: readonly string[]
  readonly here: string
  readonly at: number
}

export type Connection = 'live' | 'lost' | 'door' | 'elsewhere'

/** The server sends a sign of life every 5 s. */
const silenceMaxMs = 20_000
const lookEachMs = 5000
const againFirstMs = 2000
const againMaxMs = 30_000

/** Answers how to connect anew, which brings everything as it is then. */
export function follow(
  url: string,
  change: (message: LiveMessage) => void,
  tell: (now: Connection) => void,
): () => void {
  let source: EventSource | undefined
  let heardMs = 0
  let againMs = againFirstMs
  let timer: number | undefined
  let isOver = false

  const heard = (): void => {
    heardMs = Date.now()
    againMs = againFirstMs
    tell('live')
  }
  const close = (): void => {
    clearTimeout(timer)
    source?.close()
    source = undefined
  }
  /** The browser would come back by itself, but not from every kind of error and not after a night's sleep. */
  const lost = (): void => {
    close()
    tell('lost')
    timer = setTimeout(open, againMs * (0.5 + Math.random()))
    againMs = Math.min(2 * againMs, againMaxMs)
  }
  const open = (): void => {
    close()
    if (isOver) return
    heardMs = Date.now()
    source = new EventSource(url)
    source.addEventListener('change', ({ data }: MessageEvent<string>) => {
      change(JSON.parse(data) as LiveMessage)
      heard()
    })
    source.addEventListener('beat', heard)
    source.addEventListener('over', ({ data }: MessageEvent<string>) => {
      isOver = true
      close()
      tell(JSON.parse(data) as Connection)
    })
    source.addEventListener('error', lost)
  }
  const isSilent = (): boolean => Date.now() - heardMs > silenceMaxMs
  /** Somebody looks again, or the network is back: no reason to wait. */
  const now = (): void => {
    if (!document.hidden && (!source || isSilent())) open()
  }
  setInterval(() => {
    if (source && isSilent()) lost()
  }, lookEachMs)
  document.addEventListener('visibilitychange', now)
  addEventListener('online', now)
  addEventListener('pageshow', now)
  // A page that is kept for the way back must not hold a connection.
  addEventListener('pagehide', close)
  open()
  return open
}
