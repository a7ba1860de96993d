/**
 * Who is talking at this moment, as the carrier says (Twilio, `participant-speech-start` and `-stop`). It is kept in
 * memory only: who spoke when is nobody's business a minute later, and no disk's at any time.
 *
 *   start 7   start 7   stop 9   start 8          of a call only the newest news counts
 *   talks     talks     silent   silent
 *
 * A stop that never comes is waited for until the entry is over.
 */
export type Talking = {
  /** True when it changed anything that can be seen. */
  note(news: SpeechNews, at: number): boolean
  talks(call: string, at: number): boolean
}

export type SpeechNews = {
  readonly call: string
  readonly conference: string
  /** The carrier's number of this news within its conference. */
  readonly sequence: number
  readonly talks: boolean
}

/** People who talk at length breathe between; carriers say that they stopped and started. */
export const talkMaxMs = 60_000
/** Calls that are remembered; of more the oldest are forgotten. */
export const talkersMax = 2000

export function whoTalks(): Talking {
  const last = new Map<string, SpeechNews & { readonly at: number }>()
  const talks = (call: string, at: number): boolean => {
    const known = last.get(call)
    return known?.talks === true && at - known.at < talkMaxMs
  }
  return {
    talks,
    note(news, at) {
      const known = last.get(news.call)
      const isOld = known?.conference === news.conference && known.sequence >= news.sequence
      if (isOld) return false
      const before = talks(news.call, at)
      // Newest last, so that the oldest is the first.
      last.delete(news.call)
      last.set(news.call, { ...news, at })
      const [oldest] = last.keys()
      if (oldest !== undefined && last.size > talkersMax) last.delete(oldest)
      return before !== news.talks
    },
  }
}
