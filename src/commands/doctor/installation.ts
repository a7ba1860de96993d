import type { CarrierAccount } from '../../carrier-account.ts'
import type { Secrets } from '../../secrets.ts'
import type { Settings } from '../../settings.ts'
import type { Addresses } from '../../voice/addresses.ts'
import type { Carrier } from './carrier.ts'

/** One installation of Rundruf, as a doctor can look at it from the same machine. */
export type Installation = {
  readonly settings: Settings
  readonly secrets: Secrets
  readonly account: CarrierAccount
  /** The number people dial, as the carrier writes it. */
  readonly number: string
  /** Where the carrier shall ask us. */
  readonly where: Addresses
  readonly carrier: Carrier
  readonly configFolder: string
  /** ms since 1970. */
  readonly now: () => number
  /** Room on the disk of this folder. */
  readonly freeBytes: (folder: string) => Promise<number>
  /** Certificates to believe besides the usual ones; for tests. */
  readonly ca?: string
}
