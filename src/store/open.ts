import type { Store } from '../conference/ports.ts'

/** Where it is kept. */
export type StoreSettings = { readonly kind: 'sqlite'; readonly file: string }

/** Keys from outside the database. `pinKey` seals the PINs: 32 bytes. */
export type StoreKeys = { readonly pinKey: Buffer }

/** Opens the database, brings it up to date and hands out what the parts use. */
export function openStore(settings: StoreSettings, keys: StoreKeys): Promise<Store> {
  return Promise.reject(new Error(`not there yet: ${settings.file} ${String(keys.pinKey.length)}`))
}
