import type { Key, Sound } from '../media/frame.ts'
import type { Agreed } from '../sdp/agreed.ts'
import type { Command, LegFigures, News } from './messages.ts'

/** The sound of one call as signalling sees it, on whatever plane it is. */
export type MediaLeg = {
  /** Our RTP port, for the session description. */
  readonly port: number
  /** Follows what offer and answer agreed on; again after each re-INVITE. */
  agree(agreed: Agreed): void
  /** Plays to this caller alone, over their room. Resolves at the end, or at once when the signal aborts or the leg is gone. */
  play(sound: Sound, signal: AbortSignal): Promise<void>
  /** What is known of it, about a second old; undefined before anything was agreed. */
  figures(): LegFigures | undefined
  close(): void
  /** Resolves when it is closed, with what is known of it last. */
  readonly closed: Promise<LegFigures | undefined>
}

export type LegListener = {
  pressed(key: Key): void
  /** A bug of ours met its sound: it is not listened to any more. Told again when it cannot even be spoken to. */
  broke(bug: unknown): void
  /** Its figures are new: about once a second. */
  told(): void
  /** The plane it was on is gone: nothing can be said to it any more. */
  lost(): void
}

export type LegNews = Extract<
  News,
  { readonly is: 'pressed' | 'played' | 'broke' | 'figures' | 'closed' }
>

type Send = (command: Extract<Command, { readonly leg: string }>) => void

/** Commands of one leg, and its news brought to whoever listens. A bug in listening is told as one of this leg. */
export function mediaLeg(
  { leg, port }: { readonly leg: string; readonly port: number },
  listener: LegListener,
  send: Send,
) {
  const sounds = makeSounds(leg, send)
  const closed = Promise.withResolvers<LegFigures | undefined>()
  let figures: LegFigures | undefined
  let isClosed = false

  function over(last: LegFigures | undefined): void {
    isClosed = true
    figures = last ?? figures
    sounds.end()
    closed.resolve(figures)
  }

  function hear(news: LegNews): void {
    if (news.is === 'pressed') listener.pressed(news.key)
    else if (news.is === 'played') sounds.played(news.play)
    else if (news.is === 'broke') listener.broke(news.stack)
    else if (news.is === 'closed') over(news.figures)
    else {
      figures = news.figures
      listener.told()
    }
  }

  const media: MediaLeg = {
    port,
    agree(agreed) {
      send({ do: 'agree', leg, agreed })
    },
    play: (sound, signal) => (isClosed ? Promise.resolve() : sounds.play(sound, signal)),
    figures: () => figures,
    close() {
      if (isClosed) return
      isClosed = true
      send({ do: 'close', leg })
    },
    closed: closed.promise,
  }
  return {
    media,
    /** It goes to another plane; what was being played is over. */
    leaves: sounds.end,
    lost: (): void => {
      over(undefined)
      listener.lost()
    },
    hear: (news: LegNews): void => {
      try {
        hear(news)
      } catch (bug) {
        listener.broke(bug)
      }
    },
  }
}

/** What is being played to one leg, and who waits for its end. */
function makeSounds(leg: string, send: Send) {
  const playing = new Map<number, () => void>()
  let plays = 0
  return {
    play(sound: Sound, signal: AbortSignal): Promise<void> {
      if (signal.aborted || sound.length === 0) return Promise.resolve()
      return new Promise((resolve) => {
        const play = ++plays
        const stop = () => {
          send({ do: 'stop', leg, play })
          over()
        }
        const over = () => {
          signal.removeEventListener('abort', stop)
          playing.delete(play)
          resolve()
        }
        signal.addEventListener('abort', stop)
        playing.set(play, over)
        send({ do: 'play', leg, play, sound })
      })
    },
    played(play: number): void {
      playing.get(play)?.()
    },
    end: (): void => {
      for (const over of Array.from(playing.values())) over()
    },
  }
}
