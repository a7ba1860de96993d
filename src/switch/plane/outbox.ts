import type { News } from './messages.ts'

/**
 * Gathers what a plane has to tell, so that a tick sends one message and not one for each happening, and so that whoever
 * hears it in the same thread never changes a room in the middle of its tick.
 *
 *   hold()  tell  tell  tell  letGo() ──▶ deliver([…])         tell ──▶ deliver([…]) at once when nothing is held
 */
export type Outbox = {
  readonly tell: (news: News) => void
  readonly hold: () => void
  readonly letGo: () => void
}

export function makeOutbox(deliver: (news: readonly News[]) => void): Outbox {
  let waiting: News[] = []
  let holds = 0
  let delivering = false

  /** What is told while it is heard comes after it. */
  function flush(): void {
    if (holds > 0 || delivering) return
    delivering = true
    try {
      while (waiting.length > 0) {
        const news = waiting
        waiting = []
        deliver(news)
      }
    } finally {
      delivering = false
    }
  }

  return {
    tell(news) {
      waiting.push(news)
      flush()
    },
    hold() {
      holds++
    },
    letGo() {
      holds--
      flush()
    },
  }
}
