import type { LiveBoard } from '../../conference/staff/board.ts'
import type { Tariff } from '../../conference/figures/costs.ts'
import type { Announce, Randomness, Store } from '../../conference/ports.ts'
import type { StaffControl } from '../../conference/staff/staff-control.ts'
import type { LiveParts } from '../live/pages.ts'
import type { StaffDoorParts } from './doors.ts'
import type { Passphrases } from './sign-in/passphrase.ts'

/** What the staff console is built of. */
export type StaffParts = StaffDoorParts &
  LiveParts & {
    readonly store: Store
    readonly randomness: Randomness
    readonly announce: Announce
    readonly passphrases: Passphrases
    readonly board: LiveBoard
    readonly control: StaffControl
    /** Makes the secret of a second factor out of an invitation. */
    readonly totpKey: Buffer
    readonly timeZone: string
    /** Where organisers are, for the links in mails to them. */
    readonly organiserUrl: URL
    /** What the telephone costs, if that is known. */
    readonly tariff?: Tariff | undefined
    /** For a month, in hundredths of a cent. */
    readonly budget?: number | undefined
    /** Telephone numbers beside the main one, E.164. */
    readonly furtherNumbers: readonly string[]
    readonly configFolder: string
  }
