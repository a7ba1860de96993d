import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { PretendCall } from '../kit/carrier.ts'
import { elementsOf } from '../kit/elements.ts'
import type { Room } from '../../src/conference/room/room.ts'
import { aRoom, openHouse, type House } from '../kit/rooms.ts'
import { steered } from '../kit/steered.ts'

/*
 * Callers who do anything at all, in any order, and every document they are answered with. What must be so in each
 * of them is written once, below; no test has to think of the document that forgot it.
 */

/** Before the first key and between keys; whoever uses a relay service needs all of it. */
const patienceSecondsMin = 10
/** What a carrier accepts (Twilio 11750). */
const documentBytesMax = 64 * 1024
const walks = 60
const stepsMax = 25

type Doing = (call: PretendCall, house: House) => Promise<unknown>

const keys =
  (of: (house: House) => string): Doing =>
  (call, house) =>
    call.presses(of(house))

const doings: Readonly<Record<string, Doing>> = {
  'the room': keys(({ room }) => room.number),
  'the PIN': keys(({ room }) => room.guestPin ?? ''),
  'the host PIN': keys(({ room }) => room.hostPin),
  'the way in': keys(({ room }) => room.number + (room.guestPin ?? '')),
  'the way in of a host': keys(({ room }) => room.number + room.hostPin),
  'a wrong number': keys(() => '555123'),
  'half a number': keys(() => '471'),
  'the practice line': keys(() => '123456'),
  help: keys(() => '0'),
  'a star': keys(() => '*'),
  'a pound': keys(() => '#'),
  'the microphone': keys(() => '*6'),
  'the hand': keys(() => '*9'),
  'how many': keys(() => '*3'),
  'help in the meeting': keys(() => '*0'),
  'a human in the meeting': keys(() => '*00'),
  'a telephone number': keys(() => '030987654#'),
  'let in': keys(() => '*1'),
  lock: keys(() => '*5'),
  'mute all': keys(() => '*7'),
  'end, perhaps': keys(() => '*8'),
  'a one': keys(() => '1'),
  nothing: (call) => (call.at === 'gather' ? call.waits() : Promise.resolve()),
  'the next round': (call) => call.hearsOut(),
  listening: (call) => call.listensWhileWaiting(),
}

type Rule = (xml: string) => boolean

const rules: Readonly<Record<string, Rule>> = {
  'leaves ten seconds for every key (A-04, A-20)': (xml) =>
    named(xml, 'Gather').every(
      ({ attributes }) => Number(attributes['timeout'] ?? 5) >= patienceSecondsMin,
    ),
  'goes on after silence': (xml) =>
    named(xml, 'Gather').every(({ attributes }) => attributes['actionOnEmptyResult'] === 'true') &&
    (named(xml, 'Gather').length === 0 || named(xml, 'Redirect').length > 0),
  'never hangs up without a word': (xml) =>
    named(xml, 'Hangup').length === 0 || named(xml, 'Say').length > 0,
  'records nothing, and lets nobody listen in (S-36)': (xml) =>
    !/<(?:Record|Stream|Start|Transcription|Siprec)\b|coach=|record="(?!do-not-record)/i.test(xml),
  'lets nobody in unheard or unseen (S-36)': (xml) =>
    named(xml, 'Conference').every(
      ({ attributes }) => attributes['statusCallbackEvent']?.includes('join') === true,
    ),
  'dials nobody (S-40)': (xml) => !/<(?:Number|Sip|Client|Queue|Application)\b/.test(xml),
  'says who knows where a conference is only by a random name (S-55)': (xml) =>
    named(xml, 'Conference').every(({ text }) => /^[0-9a-f]{32}$/.test(text)),
  'holds no room number and no PIN': (xml) => !/471108|352964|802517|471 108|352 964/.test(xml),
  'is no longer than a carrier reads': (xml) => Buffer.byteLength(xml) <= documentBytesMax,
}

const named = (xml: string, name: string) => elementsOf(xml).filter((one) => one.name === name)

type Walk = {
  readonly script: readonly (readonly [who: number, what: string])[]
  readonly room: Partial<Room>
  readonly help:
    { readonly number: string; readonly spoken: string; readonly callerId: undefined } | undefined
}

/** Lets callers do what the script says, one thing after the other; whoever is gone calls again. */
async function walk({ script, room, help }: Walk): Promise<string[]> {
  const phone = steered(() => house.carrier)
  await using house = await openHouse({ phone, room: aRoom(room), ...(help && { help }) })
  const calls: PretendCall[] = []
  const all: PretendCall[] = []
  for (const [who, what] of script) {
    let call = calls[who]
    if (call === undefined || call.at === 'over') {
      call = await house.carrier.dial()
      calls[who] = call
      all.push(call)
    }
    await doings[what]?.(call, house)
    await phone.settled()
  }
  return all.flatMap(({ requests }) => requests.map(({ answer }) => answer.body))
}

describe('every document, whatever three callers do', () => {
  const documents = new Set<string>()
  const doing = fc.tuple(fc.nat(2), fc.constantFrom(...Object.keys(doings)))
  const helper = { number: '+4930999888', spoken: '030 999 888', callerId: undefined }
  const evening: fc.Arbitrary<Walk> = fc.record({
    script: fc.array(doing, { minLength: stepsMax, maxLength: stepsMax }),
    room: fc.constantFrom<Partial<Room>>(
      {},
      { waitingRoom: true },
      { guestPin: undefined },
      { waitForHost: true },
      { muteOnEntry: true, entryTone: false },
      { callersMax: 1 },
    ),
    help: fc.constantFrom(undefined, helper),
  })

  it('is an answer at all', async () => {
    for (const one of fc.sample(evening, walks)) {
      for (const xml of await walk(one)) documents.add(xml)
    }
    // Every step of a call was among them.
    const steps = Array.from(documents, (xml) => /\/voice\/([a-z-]+)\?step=/.exec(xml)?.[1])
    expect(Array.from(new Set(steps.filter((step) => step !== undefined))).sort()).toEqual([
      'callback',
      'left',
      'menu',
      'pin',
      'practice',
      'room-number',
      'waiting-room',
    ])
  }, 60_000)

  it.each(Object.entries(rules))('%s', (_rule, holds) => {
    expect(Array.from(documents).find((xml) => !holds(xml))).toBeUndefined()
  })
})
