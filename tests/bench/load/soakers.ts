/** A process whose callers come and go all the time (soak.ts starts it), each kind as often as its share says. */
import { setTimeout as pass } from 'node:timers/promises'
import { call, type Callee } from './caller.ts'
import { vanish } from './vanishing.ts'

export type Soak = {
  readonly to: Callee
  readonly rooms: readonly { readonly room: string; readonly pin: string }[]
  readonly callsPerSecond: number
}
export type Soaked = Readonly<Record<string, number>>

type Kind = (soak: Soak, address: string, place: Soak['rooms'][number]) => Promise<void>

const listensMs = 1500
const talksMs = 4000
let calls = 0
const done: Record<string, number> = { refused: 0, broken: 0 }

async function answered(soak: Soak, address: string) {
  const caller = await call(soak.to, { address })
  if ((await caller.answered) === 200) return caller
  done['refused'] = (done['refused'] ?? 0) + 1
  return undefined
}

const kinds: Readonly<Record<string, readonly [share: number, kind: Kind]>> = {
  /** In, hums, holds, comes back, presses star and hangs up. */
  meets: [
    6,
    async (soak, address, { room, pin }) => {
      const caller = await answered(soak, address)
      if (!caller) return
      await caller.press(room + pin)
      caller.hum(440)
      await pass(talksMs)
      await caller.reoffer('sendonly')
      await pass(listensMs)
      await caller.reoffer('sendrecv')
      await caller.press('*')
      await pass(listensMs)
      caller.sip.bye()
      await caller.sip.ended
    },
  ],
  /** Keys what is not there, hears so, and hangs up. */
  errs: [
    2,
    async (soak, address) => {
      const caller = await answered(soak, address)
      await caller?.press('123456')
      await pass(talksMs)
      caller?.sip.bye()
      await caller?.sip.ended
    },
  ],
  /** Hangs up amid the first prompt. */
  leaves: [
    2,
    async (soak, address) => {
      const caller = await answered(soak, address)
      await pass(listensMs)
      caller?.sip.bye()
      await caller?.sip.ended
    },
  ],
  /** Gives up while it rings. */
  cancels: [
    2,
    async (soak, address) => {
      const caller = await call(soak.to, { address })
      await pass(100)
      caller.sip.cancel()
      await caller.sip.ended
    },
  ],
  /** Its sound ends, its telephone stays. */
  'falls silent': [
    1,
    async (soak, address, { room, pin }) => {
      const caller = await answered(soak, address)
      await caller?.press(room + pin)
      caller?.close()
      await pass(talksMs)
      caller?.sip.bye()
      await caller?.sip.ended
    },
  ],
  'never acknowledges': [1, (soak, address) => vanish(soak.to, address, false)],
  'loses its power': [1, (soak, address) => vanish(soak.to, address, true)],
}
const inTurn = Object.entries(kinds).flatMap(([name, [share, kind]]) =>
  Array.from({ length: share }, () => ({ name, kind })),
)

async function one(soak: Soak): Promise<void> {
  const at = calls++
  const address = `127.5.20.${1 + (at & 127)}`
  const { name, kind } = inTurn[(at * 7) % inTurn.length]!
  try {
    await kind(soak, address, soak.rooms[at % soak.rooms.length]!)
    done[name] = (done[name] ?? 0) + 1
  } catch {
    done['broken'] = (done['broken'] ?? 0) + 1
  }
}

let stopped = false
async function soak(wish: Soak): Promise<void> {
  while (!stopped) {
    void one(wish)
    await pass(1000 / wish.callsPerSecond)
  }
}

process.on('message', (asked: Soak | 'stop') => {
  if (asked !== 'stop') void soak(asked)
  else {
    stopped = true
    process.send?.(done)
  }
})
process.on('disconnect', () => process.exit())
