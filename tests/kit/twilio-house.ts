import type { Happening } from '../../src/conference/happenings.ts'
import { openPhone } from '../../src/voice/carrier/phone.ts'
import type { Patience } from '../../src/voice/carrier/patience.ts'
import type { PretendCall } from './carrier.ts'
import { restOf } from './pretend-twilio.ts'
import { openHouse } from './rooms.ts'

/** Patience that waits no time, and notes how long it would have. */
export function noWaiting(waited: number[] = [], timeoutMs = 10_000): Patience {
  return {
    timeoutMs,
    wait: (ms) => {
      waited.push(ms)
      return Promise.resolve()
    },
    random: () => 0.5,
    guard: (ask) => ask(),
  }
}

/** The telephone side, and a pretend Twilio on both sides of it: webhooks in, REST out, over real HTTP. */
export async function openTwilioHouse(
  instead: Parameters<typeof openHouse>[0] & { patience?: Patience } = {},
) {
  const rest = await restOf(() => house.carrier)
  const { patience = noWaiting(), ...others } = instead
  const phone = openPhone(rest.settings, patience)
  const happened: Happening[] = []
  let told = Promise.withResolvers<undefined>()
  const announce = (happening: Happening) => {
    happened.push(happening)
    told.resolve(undefined)
    told = Promise.withResolvers()
  }
  const house = await openHouse({ phone, announce, ...others })
  return {
    ...house,
    phone,
    rest,
    happened,
    /** Resolves when such a thing has happened; a test that waits in vain runs out of time. */
    async until(isIt: (happening: Happening) => boolean) {
      while (!happened.some(isIt)) await told.promise
    },
    /** Somebody calls and is in the room. */
    async comesIn(pin = house.room.guestPin ?? ''): Promise<PretendCall> {
      const call = await house.carrier.dial()
      await call.presses(house.room.number + pin)
      return call
    },
    /** Where the carrier says this caller sits. */
    seat({ sid, conference }: PretendCall) {
      return { conference: house.carrier.conferences.get(conference)?.sid ?? '', call: sid }
    },
    async [Symbol.asyncDispose]() {
      await rest[Symbol.asyncDispose]()
      await house[Symbol.asyncDispose]()
    },
  }
}

export type TwilioHouse = Awaited<ReturnType<typeof openTwilioHouse>>
