import { headerOf, joinedHeader } from '../message/message.ts'
import type { Header } from '../message/message.ts'
import { parameterOf, readParameters } from '../message/parameters.ts'
import { readNumber, readToken, skipBlanks, splitList } from '../message/scan.ts'
import type { Cursor } from '../message/scan.ts'

/** The shortest interval anybody may ask for (RFC 4028 §4). */
export const intervalSecondsMin = 90
export const intervalSecondsMax = 24 * 3600
/** How long before the end an unrefreshed call is given up, at most (RFC 4028 §10). */
const marginSecondsMax = 32
/** Pause before a refused refresh is tried again (RFC 3261 §14.1 has 0 to 2 s for who did not call). */
const retryMs = 2_000

/** What both sides agreed: who refreshes the call, and how often (RFC 4028). */
export type SessionTimer = {
  readonly intervalSeconds: number
  /** By which method we refresh it; false when the peer does. */
  readonly weRefresh: false | 'UPDATE' | 'INVITE'
}

export type Negotiated =
  | { readonly is: 'none' }
  | { readonly is: 'too-small' }
  | { readonly is: 'agreed'; readonly timer: SessionTimer }

/**
 * What an INVITE or UPDATE asks for (RFC 4028 §9). Who says nothing gets no timer. We refresh only if the caller insists: by
 * UPDATE, which needs no offer, when they take it.
 */
export function negotiateTimer(headers: readonly Header[]): Negotiated {
  const asked = readSessionExpires(headerOf(headers, 'session-expires') ?? '')
  const theySupport = splitList(joinedHeader(headers, 'supported') ?? '').includes('timer')
  if (asked === undefined || !theySupport) return { is: 'none' }
  if (asked.seconds < intervalSecondsMin) return { is: 'too-small' }
  const theyTakeUpdate = splitList(joinedHeader(headers, 'allow') ?? '').includes('UPDATE')
  const weRefresh = asked.refresher === 'uas' && (theyTakeUpdate ? 'UPDATE' : 'INVITE')
  return { is: 'agreed', timer: { intervalSeconds: asked.seconds, weRefresh } }
}

/** What our 200 says about it. The refresher is named as the request's roles have it: we are its uas. */
export function timerHeaders({ intervalSeconds, weRefresh }: SessionTimer): readonly Header[] {
  const refresher = weRefresh === false ? 'uac' : 'uas'
  return [
    { name: 'session-expires', value: `${intervalSeconds};refresher=${refresher}` },
    { name: 'require', value: 'timer' },
  ]
}

export const minSeHeader: Header = { name: 'min-se', value: String(intervalSecondsMin) }

/** Session-Expires in its parts; undefined when there is none or it is no interval. */
export function readSessionExpires(
  value: string,
): { readonly seconds: number; readonly refresher: string | undefined } | undefined {
  const cursor: Cursor = { text: value, at: 0 }
  skipBlanks(cursor)
  const seconds = readNumber(readToken(cursor), 2 ** 31)
  const parameters = readParameters(cursor)
  if (seconds === undefined || parameters === undefined) return undefined
  return {
    seconds: Math.min(seconds, intervalSecondsMax),
    refresher: parameterOf(parameters, 'refresher')?.toLowerCase(),
  }
}

/** The clock of one call's session. */
export type SessionClock = {
  /** The session was agreed anew or refreshed; undefined stops the clock. */
  restart(timer: SessionTimer | undefined): void
  /** The refresh was refused; it is tried again soon, and the call still ends when it must. */
  refreshSoon(timer: SessionTimer): void
}

/**
 *   agreed                half              interval − min(32 s, interval/3)
 *     ├─────────────────────┼─────────────────────────┤
 *                        refresh                    lapse
 *                    (only if we do)         (nobody refreshed: BYE, RFC 4028 §10)
 *
 * @param secondMs how long a second of a session is: tests of an hour with other people's telephones have shorter ones
 */
export function sessionClock(
  on: {
    readonly refresh: (timer: SessionTimer) => void
    readonly lapse: () => void
  },
  secondMs = 1000,
): SessionClock {
  let half: NodeJS.Timeout | undefined
  let end: NodeJS.Timeout | undefined
  return {
    restart(timer) {
      clearTimeout(half)
      clearTimeout(end)
      if (timer === undefined) return
      const { intervalSeconds, weRefresh } = timer
      const margin = Math.min(marginSecondsMax, intervalSeconds / 3)
      end = setTimeout(on.lapse, (intervalSeconds - margin) * secondMs)
      if (weRefresh !== false)
        half = setTimeout(on.refresh, (intervalSeconds / 2) * secondMs, timer)
    },
    refreshSoon(timer) {
      clearTimeout(half)
      half = setTimeout(on.refresh, retryMs, timer)
    },
  }
}
