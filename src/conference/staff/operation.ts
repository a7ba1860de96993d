/*
 * What staff can switch for the whole service, and what callers notice of it:
 *
 *   paused      new calls hear a sentence and are hung up; whoever was cut off from a running meeting comes back in
 *   protected   a right PIN leads everybody to the waiting room, hosts too; as when the whole system is being tried
 */

export const serviceSwitches = ['paused', 'protected'] as const
export type ServiceSwitch = (typeof serviceSwitches)[number]

/** Since when each is on, ms since 1970; undefined while it is off. */
export type ServiceState = Readonly<Record<ServiceSwitch, number | undefined>>

export const usualService: ServiceState = { paused: undefined, protected: undefined }

export type ServiceStates = {
  now(): Promise<ServiceState>
  /** On since then; undefined switches it off. */
  set(what: ServiceSwitch, since: number | undefined): Promise<void>
}
