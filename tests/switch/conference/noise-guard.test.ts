import { describe, expect, it } from '@jest/globals'
import { change } from '../../../src/switch/conference/steering.ts'
import { framesOf, hum } from '../media/sounds-of-a-line.ts'
import { makeCaller, makeRoom, settled, type Caller } from './kit.ts'

const humming = framesOf(hum(-25, 1))

/** Lets one caller hum while the room ticks. */
function hums(caller: Caller, room: ReturnType<typeof makeRoom>, seconds: number) {
  for (let tick = 0; tick < seconds * 50; tick++) {
    caller.says(humming[tick % humming.length])
    room.tick()
  }
}

function evening(parts: Parameters<typeof makeRoom>[0] = {}) {
  const room = makeRoom(parts)
  const [ada, bob] = [makeCaller('ada'), makeCaller('bob')]
  bob.quiet()
  return { room, ada, bob }
}

const mutes = (told: readonly Readonly<Record<string, string>>[]) =>
  told.flatMap((one) =>
    one['StatusCallbackEvent'] === 'participant-mute' ? [[one['CallSid'], one['Muted']]] : [],
  )

describe('a line that never pauses', () => {
  it('is muted after 20 s, the application is told, and the caller hears three notes', async () => {
    const { room, ada, bob } = evening()
    room.joins(ada)
    room.joins(bob)
    hums(ada, room, 19)
    await settled()
    expect(mutes(room.told)).toEqual([])
    expect(ada.hears()).toEqual([])
    hums(ada, room, 2)
    await settled()
    expect(mutes(room.told)).toEqual([[ada.leg.sid, 'true']])
    expect(ada.hears()).toBe('an unknown sound')
    expect(bob.sounding.ear).toBeUndefined()
  })

  it('is listened to anew once it was unmuted', async () => {
    const { room, ada, bob } = evening()
    room.joins(ada)
    room.joins(bob)
    hums(ada, room, 60)
    await settled()
    expect(mutes(room.told)).toHaveLength(1)
    const conference = room.running()
    change(conference, conference.participants[0]!, { muted: false })
    hums(ada, room, 19)
    await settled()
    expect(mutes(room.told)).toHaveLength(1)
    hums(ada, room, 2)
    await settled()
    expect(mutes(room.told)).toHaveLength(2)
  })

  it('disturbs nobody while its caller is alone or waits', async () => {
    const { room, ada, bob } = evening()
    room.joins(ada)
    hums(ada, room, 30)
    room.joins(bob)
    hums(ada, room, 19)
    await settled()
    expect(mutes(room.told)).toEqual([])
  })

  it('is left alone where the operator wants no guard', async () => {
    const { room, ada, bob } = evening({ noiseGuardSeconds: 0 })
    room.joins(ada)
    room.joins(bob)
    hums(ada, room, 60)
    await settled()
    expect(mutes(room.told)).toEqual([])
  })
})
