import type { CarrierHealth } from './conference/board.ts'
import type { After, Announce, Clock, Store } from './conference/ports.ts'
import type { SpeechNews } from './conference/talking.ts'
import { watchCarrier } from './observe/carrier-health.ts'
import type { Secrets } from './secrets.ts'
import type { Settings } from './settings.ts'
import type { EveningControl } from './voice/evening.ts'
import { openLiveBoard, type OpenLiveBoard } from './voice/live-board.ts'

/** What the app lends to whoever watches the lines. */
export type Watched = {
  readonly store: Store
  readonly clock: Clock
  readonly after: After
  readonly announce: Announce
  readonly evening: Pick<EveningControl, 'talks' | 'speechHeard'>
  /** Resolves when the carrier answers. */
  readonly reach: () => Promise<void>
}

export type StaffWatch = Disposable & {
  readonly board: OpenLiveBoard
  readonly carrier: () => CarrierHealth
  /** Hears who talks, for the organiser's page and for the board. */
  readonly speechHeard: (news: SpeechNews, conferenceName: string) => void
}

/** The board of staff, and whoever asks the carrier from time to time. */
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
    }),
  )
  return {
    board,
    carrier: () => carrier.health(),
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
