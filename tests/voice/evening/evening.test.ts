import { afterEach, describe, expect, it } from '@jest/globals'
import { lineNameMax } from '../../../src/conference/meeting/evening.ts'
import type { Room } from '../../../src/conference/room/room.ts'
import { openEvening, type Evening } from '../../kit/evening.ts'

let evening: Evening
afterEach(async () => {
  await evening[Symbol.asyncDispose]()
})
const open = async (different: Partial<Room> = {}): Promise<Evening> =>
  (evening = await openEvening(different))

describe('what an organiser sees', () => {
  it('nobody has called: no meeting', async () => {
    const { show } = await open()
    expect(await show()).toEqual({
      meeting: undefined,
      inside: [],
      waiting: [],
      round: undefined,
      carrierAnswers: true,
    })
  })

  it('lines by the order in which they came: role, since when, muted, in the menu', async () => {
    const { guest, host, show, house } = await open()
    const ada = await guest()
    house.clock.passes(60_000)
    await host()
    await ada.presses('*6')
    const { inside, meeting } = await show()
    expect(meeting?.locked).toBe(false)
    expect(inside).toMatchObject([
      { number: 1, role: 'guest', muted: true, away: false, name: undefined },
      { number: 2, role: 'host', muted: false, away: false },
    ])
    expect(inside[1]!.since - inside[0]!.since).toBe(60_000)
    await ada.pressesStar()
    expect((await show()).inside).toMatchObject([{ number: 1, away: true, muted: true }, {}])
  })

  it('hands in the order in which they were raised', async () => {
    const { guest, show, house } = await open()
    const [ada, bob, cy] = [await guest(), await guest(), await guest()]
    for (const one of [cy, ada, bob]) {
      await one.presses('*9')
      house.clock.passes(1000)
    }
    expect((await show()).inside.map(({ hand }) => hand)).toEqual([2, 3, 1])
    await cy.presses('*9')
    expect((await show()).inside.map(({ hand }) => hand)).toEqual([1, 2, undefined])
  })

  it('who waits and why, the longest first, on the line they keep when they are let in', async () => {
    const { guest, host, show, house, act, line } = await open({ waitingRoom: true })
    const ada = await guest()
    house.clock.passes(5000)
    const bob = await guest()
    await host()
    const { waiting, inside } = await show()
    expect(waiting).toMatchObject([
      { number: 1, because: 'asked' },
      { number: 2, because: 'asked' },
    ])
    expect(inside).toMatchObject([{ number: 3, role: 'host' }])
    expect(await act({ do: 'let-in', line: await line(bob) })).toBe('done')
    expect(bob.at).toBe('conference')
    expect(ada.at).toBe('round')
    expect((await show()).inside.map(({ number }) => number)).toEqual([2, 3])
  })

  it('the same line after a cut, with its name, its hand and its microphone', async () => {
    const { guest, show, act, line } = await open()
    const from = '+493012345678'
    const ada = await guest(from)
    await guest()
    await ada.presses('*6')
    await ada.presses('*9')
    const id = await line(ada)
    await act({ do: 'name', line: id, name: 'Anna' })
    await ada.hangsUp()
    expect((await show()).inside.map(({ number }) => number)).toEqual([2])
    await guest(from)
    expect((await show()).inside).toMatchObject([
      { id, number: 1, name: 'Anna', muted: true, hand: 1 },
      { number: 2 },
    ])
    await guest()
    expect((await show()).inside.map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it('who talks, and nobody who is muted or whose news is old', async () => {
    const { guest, show, house } = await open()
    const [ada, bob] = [await guest(), await guest()]
    const tell = async (event: string, call: typeof ada, sequence?: string) =>
      house.carrier.ask(
        house.carrier.path('/voice/conference'),
        house.carrier.news(ada.conference, event, call.sid, {
          ...(sequence !== undefined && { SequenceNumber: sequence }),
        }),
      )
    const talking = async () => (await show()).inside.map((one) => one.talking)
    await tell('participant-speech-start', ada)
    expect(await talking()).toEqual([true, false])
    await tell('participant-speech-stop', ada)
    await tell('participant-speech-start', ada, '1')
    await tell('participant-speech-start', bob)
    expect(await talking()).toEqual([false, true])
    await bob.isMuted(true)
    expect(await talking()).toEqual([false, false])
    await bob.isMuted(false)
    house.clock.passes(60_000)
    expect(await talking()).toEqual([false, false])
  })

  it('no line of this meeting can be named in the next one', async () => {
    const { guest, line, act } = await open()
    const ada = await guest()
    const id = await line(ada)
    await ada.hangsUp()
    const bob = await guest()
    expect(await line(bob)).not.toBe(id)
    expect(await act({ do: 'mute', line: id })).toBe('gone')
    expect(await act({ do: 'mute', line: 'nobody' })).toBe('gone')
  })
})

describe('what an organiser can do', () => {
  it('mute: the carrier does it and the caller hears how to switch it on; as the menu knows', async () => {
    const { guest, act, line, show, asked } = await open()
    const [ada] = [await guest(), await guest()]
    expect(await act({ do: 'mute', line: await line(ada) })).toBe('done')
    expect(asked).toEqual([`setMuted ${ada.sid} true`, `announceTo ${ada.sid} muted-by-host`])
    expect((await show()).inside.map(({ muted }) => muted)).toEqual([true, false])
    // Twice is not said twice.
    expect(await act({ do: 'mute', line: await line(ada) })).toBe('done')
    expect(asked).toHaveLength(2)
    await ada.presses('*#')
    expect(ada.document).toContain('muted="true"')
    await ada.presses('*6')
    expect(ada.document).not.toContain('muted=')
  })

  it('mute: whoever is in the menu comes back with the microphone off', async () => {
    const { guest, act, line, show } = await open()
    const [ada] = [await guest(), await guest()]
    await ada.pressesStar()
    expect(await act({ do: 'mute', line: await line(ada) })).toBe('done')
    expect((await show()).inside[0]).toMatchObject({ away: true, muted: true })
    await ada.presses('#')
    expect(ada.hears).toContain('Ihr Mikrofon ist aus.')
    expect(ada.document).toContain('muted="true"')
  })

  it('mute: also somebody who is still on the way in', async () => {
    const { house, guest, act, line, settled } = await open()
    await guest()
    const late: { url: string; form: Readonly<Record<string, string>> }[] = []
    house.carrier.tellsInstead((url, form) => late.push({ url, form }))
    const bob = await guest()
    expect(await act({ do: 'mute', line: await line(bob) })).toBe('done')
    for (const { url, form } of late) await house.carrier.ask(url, form)
    house.carrier.tellsInstead((url, form) => void house.carrier.ask(url, form))
    await settled()
    expect(house.carrier.present(bob.conference)).toContainEqual(
      expect.objectContaining({ call: bob.sid, muted: true }),
    )
  })

  it('mute-all: every guest, and no host', async () => {
    const { guest, host, act, show } = await open()
    await guest()
    await host()
    await guest()
    expect(await act({ do: 'mute-all' })).toBe('done')
    expect((await show()).inside.map(({ muted }) => muted)).toEqual([true, false, true])
  })

  it.each([
    ['ask-to-unmute', 'please-unmute'],
    ['ask-to-mute', 'please-mute'],
  ] as const)('%s: one alone hears it, and decides', async (wish, said) => {
    const { guest, act, line, asked, show } = await open()
    const [ada] = [await guest(), await guest()]
    expect(await act({ do: wish, line: await line(ada) })).toBe('done')
    expect(asked).toEqual([`announceTo ${ada.sid} ${said}`])
    expect((await show()).inside.map(({ muted }) => muted)).toEqual([false, false])
    await ada.pressesStar()
    expect(await act({ do: wish, line: await line(ada) })).toBe('carrier-failed')
  })

  it('let all in; turn one away, with a sentence', async () => {
    const { guest, host, act, line, show } = await open({ waitingRoom: true })
    await host()
    const [ada, bob, cy] = [await guest(), await guest(), await guest()]
    const adas = await line(ada)
    expect(await act({ do: 'turn-away', line: adas })).toBe('done')
    expect(ada.hears).toContain('Diese Runde ist heute nicht für Sie offen.')
    expect(await act({ do: 'let-all-in' })).toBe('done')
    expect([bob.at, cy.at]).toEqual(['conference', 'conference'])
    expect((await show()).waiting).toEqual([])
    await ada.hangsUp()
    expect(await act({ do: 'let-in', line: adas })).toBe('gone')
    expect(await act({ do: 'let-in', line: await line(bob) })).toBe('done')
  })

  it('make-host: who is inside leads, hears so, and lets in who waited for that', async () => {
    const { guest, host, act, line, asked, show } = await open()
    const cy = await host()
    const ada = await guest()
    await guest()
    await cy.hangsUp()
    expect(await act({ do: 'make-host', line: await line(ada) })).toBe('done')
    expect(asked).toEqual([`announceTo ${ada.sid} you-are-host-now`])
    await ada.presses('*5')
    expect(ada.hears).toContain('Die Runde ist jetzt abgeschlossen.')
    // The host is back by the host PIN, and both lead.
    await host()
    expect((await show()).inside.map(({ role }) => role)).toEqual(['host', 'guest', 'host'])
  })

  it('lower a hand', async () => {
    const { guest, act, line, show } = await open()
    const ada = await guest()
    await ada.presses('*9')
    expect(await act({ do: 'lower-hand', line: await line(ada) })).toBe('done')
    expect((await show()).inside[0]?.hand).toBeUndefined()
    await ada.presses('*9')
    expect(ada.hears).toContain('Ihre Hand ist oben.')
  })

  it('name a line: short, in one line, and gone with nothing typed', async () => {
    const { guest, act, line, show } = await open()
    const id = await line(await guest())
    const named = async (name: string) => {
      await act({ do: 'name', line: id, name })
      return (await show()).inside[0]?.name
    }
    expect(await named('  Anna \n\u0000 Lena ')).toBe('Anna Lena')
    expect(await named('ä'.repeat(lineNameMax + 5))).toBe('ä'.repeat(lineNameMax))
    expect(await named('\u202eannA')).toBe('annA')
    expect(await named('👩‍👧')).toBe('👩‍👧')
    expect(await named(' ')).toBeUndefined()
  })

  it('lock and unlock: all hear it once, and who waited for the door comes in', async () => {
    const { guest, host, act, show, asked } = await open()
    const ada = await host()
    expect(await act({ do: 'lock' })).toBe('done')
    expect(await act({ do: 'lock' })).toBe('done')
    const bob = await guest()
    expect(bob.at).toBe('round')
    expect((await show()).meeting?.locked).toBe(true)
    expect((await show()).waiting).toMatchObject([{ because: 'locked' }])
    expect(await act({ do: 'unlock' })).toBe('done')
    expect(bob.at).toBe('conference')
    expect(asked.filter((line) => line.startsWith('announceToAll'))).toEqual([
      `announceToAll ${ada.conference} locked`,
      `announceToAll ${ada.conference} unlocked`,
    ])
  })

  it('say a prepared sentence to all', async () => {
    const { guest, act, asked } = await open()
    const ada = await guest()
    await guest()
    expect(await act({ do: 'announce', sentence: 'break-now' })).toBe('done')
    expect(asked).toEqual([`announceToAll ${ada.conference} say-break-now`])
  })

  it('end it: everybody hears a goodbye, wherever they are', async () => {
    const { guest, act, show } = await open()
    const [ada, bob] = [await guest(), await guest()]
    await bob.pressesStar()
    await act({ do: 'lock' })
    const cy = await guest()
    expect(cy.at).toBe('round')
    expect(await act({ do: 'end' })).toBe('done')
    for (const one of [ada, bob, cy]) {
      expect(one.hears).toContain('Die Runde ist zu Ende.')
      expect(one.at).toBe('over')
    }
    for (const one of [ada, bob, cy]) await one.hangsUp()
    expect((await show()).meeting).toBeUndefined()
    expect(await act({ do: 'end' })).toBe('gone')
  })
})
