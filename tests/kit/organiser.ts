import type { Evening, EveningOutcome, EveningWish } from '../../src/conference/meeting/evening.ts'
import { openSecrets } from '../../src/secrets.ts'
import { readSettings } from '../../src/settings.ts'
import { openStore } from '../../src/store/open.ts'
import { carrierAccount } from '../../src/carrier-account.ts'
import { addresses } from '../../src/voice/addresses.ts'
import { openEvenings } from '../../src/voice/evening/evening.ts'
import { openPhone } from '../../src/voice/carrier/phone.ts'
import type { Place, Running } from './running.ts'

/** Who leads an evening from a page, in a journey. Lines are named by the order in which people came: 1 is first. */
export type Organiser = {
  sees(): Promise<Evening>
  does(wish: EveningWish): Promise<EveningOutcome>
  /** Mutes, removes, … the one who came as this number. */
  doesTo(number: number, wish: LineWish): Promise<EveningOutcome>
}
type LineWish = Extract<
  EveningWish,
  { do: 'mute' | 'remove' | 'make-host' | 'ask-to-unmute' }
>['do']

export type OrganiserDesk = AsyncDisposable & { of(place: Place): Promise<Organiser> }

/**
 * A second instance of the app's telephone side on the same database and the same carrier: as behind a load balancer,
 * where the page is answered by one and the call by another. The Rundruf is to be started with `restSettings`.
 */
export async function organiserDesk(rundruf: Running): Promise<OrganiserDesk> {
  const settings = readSettings(rundruf.environment)
  const secrets = openSecrets(settings.dataDir)
  const store = await openStore(settings.store, { pinKey: secrets.key('pin 1') })
  const mistakes: unknown[] = []
  const phone = openPhone(carrierAccount(settings.phone, secrets))
  // Its library is read when it is first used; a running app has done that long before anybody clicks.
  await phone.isLive(`CA${'0'.repeat(32)}`)
  const control = openEvenings({
    store,
    phone,
    clock: Date.now,
    announce: (happening) => mistakes.push(happening),
    addresses: addresses(new URL(rundruf.pages)),
    after: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => {
        clearTimeout(timer)
      }
    },
  })
  const { evenings } = control
  return {
    async of({ room: number }) {
      const room = await store.rooms.byNumber(number)
      if (room === undefined) throw new Error(`there is no room ${number}`)
      const does = (wish: EveningWish) => evenings.act(room, wish)
      return {
        does,
        sees: () => evenings.show(room),
        async doesTo(which, wish) {
          const { inside } = await evenings.show(room)
          const line = inside.find((guest) => guest.number === which)?.id ?? 'nobody'
          return does({ do: wish, line })
        },
      }
    },
    async [Symbol.asyncDispose]() {
      control[Symbol.dispose]()
      await store.close()
      if (mistakes.length > 0) throw new Error(JSON.stringify(mistakes))
    },
  }
}
