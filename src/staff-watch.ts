import type { CarrierHealth } from './conference/staff/board.ts'
import type { After, Announce, Clock, Randomness, Store } from './conference/ports.ts'
import type { StaffControl } from './conference/staff/staff-control.ts'
import type { SpeechNews } from './conference/meeting/talking.ts'
import { watchCarrier } from './observe/carrier-health.ts'
import type { Secrets } from './secrets.ts'
import type { Settings } from './settings.ts'
import { addresses } from './voice/addresses.ts'
import type { EveningControl } from './voice/evening/evening.ts'
import { lineQualities } from './voice/staff/line-quality.ts'
import { openLiveBoard, type OpenLiveBoard } from './voice/staff/board.ts'
import type { Phone } from './voice/carrier/phone.ts'
import { openStaffControl } from './voice/staff/control.ts'

/** What the app lends to whoever watches the lines. */
export type Watched = {
  readonly store: Store
  readonly clock: Clock
  readonly after: After
  readonly phone: Phone
  readonly randomness: Randomness
  readonly announce: Announce
  readonly evening: Pick<EveningControl, 'talks' | 'speechHeard' | 'evenings'>
  /** Resolves when the carrier answers. */
  readonly reach: () => Promise<void>
  /** How the lines of our own switch sound, as it tells. */
  readonly lineQuality: () => Promise<unknown>
}

export type StaffWatch = Disposable & {
  readonly board: OpenLiveBoard
  readonly carrier: () => CarrierHealth
  /** What staff can do about calls and meetings. */
  readonly control: StaffControl
  /** Hears who talks, for the organiser's page and for the board. */
  readonly speechHeard: (news: SpeechNews, conferenceName: string) => void
}

/** The board of staff with what they can do, and whoever asks the carrier from time to time. */
export function watchLines(settings: Settings, secrets: Secrets, watched: Watched): StaffWatch {
  const { evening, reach } = watched
  const opened = new DisposableStack()
  const carrier = opened.use(
    watchCarrier(reach, watched, () => {
      board.changed()
    }),
  )
  const board = opened.use(
    openLiveBoard({
      ...watched,
      nameKey: secrets.key('staff board 1'),
      talks: evening.talks,
      capacity: capacityOf(settings),
      carrier: () => ({ kind: settings.phone.kind, health: carrier.health() }),
      ...(settings.phone.kind === 'built-in' && {
        qualities: lineQualities(watched.lineQuality, watched.clock),
      }),
    }),
  )
  const control = openStaffControl({
    ...watched,
    board,
    evenings: evening.evenings,
    locale: settings.locale,
    addresses: addresses(settings.http.publicUrl),
  })
  return {
    board,
    carrier: () => carrier.health(),
    control,
    speechHeard(news, conferenceName) {
      evening.speechHeard(news, conferenceName)
      board.changed()
    },
    [Symbol.dispose]() {
      opened.dispose()
    },
  }
}

/** The switch takes a call for every second port; Twilio has as many lines as are needed. */
export function capacityOf({ phone }: Settings): number | undefined {
  if (phone.kind === 'twilio') return undefined
  return Math.floor((phone.rtpPorts.last - phone.rtpPorts.first + 1) / 2)
}
