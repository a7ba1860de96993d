import type { CarrierHealth } from '../conference/staff/board.ts'
import type { After, Clock } from '../conference/ports.ts'

/** Asked so often; whoever looks sees what the last answer was. */
export const checkEveryMs = 30_000

export type WatchedCarrier = Disposable & { readonly health: () => CarrierHealth }

/** Asks the carrier from time to time whether it is there, so that nobody's page has to wait for it. */
export function watchCarrier(
  check: () => Promise<void>,
  { clock, after }: { readonly clock: Clock; readonly after: After },
  changed: () => void = () => undefined,
): WatchedCarrier {
  let health: CarrierHealth = { is: 'unknown', since: clock() }
  let callOff: () => void = () => undefined
  let stopped = false

  async function look(): Promise<void> {
    const is = await check().then(
      () => 'answers' as const,
      () => 'silent' as const,
    )
    if (is !== health.is) {
      health = { is, since: clock() }
      changed()
    }
    if (!stopped) callOff = after(checkEveryMs, again)
  }
  const again = (): void => {
    void look()
  }
  again()
  return {
    health: () => health,
    [Symbol.dispose]() {
      stopped = true
      callOff()
    },
  }
}
