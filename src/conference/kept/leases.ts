/**
 * Work that only one instance of the app does at a time, because twice would be wrong or a waste: comparing with the
 * carrier, sending mails, tidying up. Whoever dies with a lease loses it when its time is over.
 *
 *   nobody has it ──take──▶ mine ──take again, in time──▶ mine, for longer
 *                             │ time is over, or given back
 *                             ▼
 *                     the next who takes it
 */
export type Leases = {
  /**
   * True: the work of this name is `holder`'s until `until`, now or still. False: another has it.
   * @param at the time now; with `until` in ms since 1970
   */
  take(name: string, holder: string, at: number, until: number): Promise<boolean>
  /** Gives it back before its time, as on stopping; nothing happens when another has it. */
  giveBack(name: string, holder: string): Promise<void>
}
