import type { State } from '../conference/call/callflow.ts'
import type { Announcement } from './announcements.ts'
import type { Farewell } from './farewells.ts'
import type { SoundFile } from './speech.ts'

/** Where a caller's next request goes. Each of them may come once, with its own token. */
export const stepNames = [
  'room-number',
  'pin',
  'queue',
  'human',
  'callback',
  'waiting-room',
  'left',
  'menu',
  'stay',
  'practice',
] as const
export type StepName = (typeof stepNames)[number]

/** The first word below `/voice/` of everything a carrier asks for. */
export const requestNames: readonly string[] = [
  ...['answer', 'status', 'fallback', 'conference', 'waiting', 'announcement', 'farewell', 'audio'],
  ...stepNames,
]

/**
 * How the carrier tries again when we are just being restarted (Twilio, connection overrides): five
 * times, on refused connections, slow answers and 5xx. Our steps do not mind being asked twice. The
 * carrier cuts this off before it asks and before it signs.
 */
const overrides = '#rc=5&rp=ct,rt,5xx'

/** The addresses we give to the carrier, all of them below PUBLIC_URL. */
export type Addresses = ReturnType<typeof addresses>

export function addresses(publicUrl: URL) {
  const base = publicUrl.href.replace(/[#?].*$/, '').replace(/\/$/, '')
  return {
    /** The address a request for this path was signed with. */
    signed: (originalUrl: string) => base + originalUrl,
    /** Who is asked when a call comes in, when it is over, and when neither of us could answer. */
    answer: () => `${base}/voice/answer${overrides}`,
    status: () => `${base}/voice/status${overrides}`,
    fallback: () => `${base}/voice/fallback`,
    step: (name: StepName, token: string) => `${base}/voice/${name}?step=${token}${overrides}`,
    waiting: (locale: string, turn: number) =>
      `${base}/voice/waiting?locale=${locale}&turn=${turn}${overrides}`,
    /** Said into a meeting; nothing in it tells which one, or who hears it. */
    announcement: (name: Announcement, locale: string) =>
      `${base}/voice/announcement/${name}?locale=${locale}${overrides}`,
    /** The last sentence of a call; nothing in it tells which one. */
    farewell: (name: Farewell, locale: string) =>
      `${base}/voice/farewell/${name}?locale=${locale}${overrides}`,
    conference: () => `${base}/voice/conference${overrides}`,
    sound: ({ path }: SoundFile) => `${base}/voice/audio/${path}`,
  }
}

/** The only request that may come next from this state. */
export function stepDue(state: State): StepName | undefined {
  return due[state.at]
}

const due: Readonly<Record<State['at'], StepName | undefined>> = {
  'asking-room-number': 'room-number',
  'looking-up': undefined,
  'asking-pin': 'pin',
  checking: undefined,
  queueing: 'queue',
  'with-human': 'human',
  'leaving-number': 'callback',
  waiting: 'waiting-room',
  joining: 'left',
  'in-meeting': 'left',
  'in-menu': 'menu',
  staying: 'stay',
  practising: 'practice',
  ended: undefined,
}
