import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openHouse, type House } from '../kit/rooms.ts'

const askRoom = 'Bitte geben Sie Ihre Raum-Nummer ein.'
const askPin = 'Bitte geben Sie jetzt Ihre PIN ein.'
const notFound = 'Diese Angaben passen zu keiner offenen Runde.'
const withoutToken = (xml: string) => xml.replaceAll(/step=[0-9a-f]{32}/g, 'step=…')

let house: House
beforeEach(async () => {
  house = await openHouse()
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
})

describe('the way in', () => {
  it('asks for the room, then the PIN, and lets the caller in', async () => {
    const ada = await house.carrier.dial()
    expect(ada.hears).toBe(
      `Guten Tag. Das ist die Telefon-Runde. ${askRoom} Sie hat sechs Ziffern.`,
    )
    // It rings for a second, is answered, and a second of silence later somebody speaks.
    expect(ada.document).toMatch(
      /<Response><Pause length="1"\/><Gather[^>]*timeout="10"[^>]*><Pause length="1"\/><Say/,
    )

    await ada.presses('471108')
    expect(ada.hears).toContain(askPin)

    await ada.presses('352964')
    expect(ada.hears).toBe('Diese Runde wird nicht aufgezeichnet. Sie sind jetzt in der Runde.')
    expect(ada.at).toBe('conference')
  })

  it('tells how many others are here (A-17)', async () => {
    const ada = await house.carrier.dial()
    await ada.presses('471108352964')
    const bob = await house.carrier.dial()
    await bob.presses('471108352964')
    expect(bob.hears).toContain('Außer Ihnen ist eine Person da.')
    const cy = await house.carrier.dial()
    await cy.presses('471108352964')
    expect(cy.hears).toContain('Außer Ihnen sind zwei da.')
    expect(new Set([ada.conference, bob.conference, cy.conference]).size).toBe(1)
  })

  it('the host PIN lets a host in', async () => {
    const ada = await house.carrier.dial()
    await ada.presses('471108 802517')
    expect(house.happened).toContainEqual(
      expect.objectContaining({ event: 'caller.admitted', call: ada.sid, role: 'host' }),
    )
  })

  it('joins with every callback, an opaque name and no recording (S-55, S-56)', async () => {
    const ada = await house.carrier.dial()
    await ada.presses('471108352964')
    expect(ada.conference).toMatch(/^[0-9a-f]{32}$/)
    expect(ada.document).toContain(
      'statusCallbackEvent="start end join leave mute hold modify speaker announcement"',
    )
    expect(ada.document).toContain('hangupOnStar="true"')
    expect(ada.document).toContain('record="do-not-record"')
    expect(ada.document).toContain('beep="onEnter"')
    expect(ada.document).not.toMatch(/<Record|<Stream|<Start|coach|muted|participantLabel|471108/)
  })

  it('takes both numbers in one go', async () => {
    const ada = await house.carrier.dial()
    await ada.presses('471108352964')
    expect(ada.at).toBe('conference')
  })

  it('takes both numbers from a carrier that does not stop at the sixth digit', async () => {
    const ada = await house.carrier.dial()
    await ada.follow(ada.next, ada.form({ Digits: '471108#352964' }))
    expect(ada.at).toBe('conference')
  })

  it.each(['471108#352964#', '471108##352964', '471108*', '47*471108352964', '471108 352*352964'])(
    'understands %s',
    async (keys) => {
      const ada = await house.carrier.dial()
      await ada.presses(keys)
      if (keys.endsWith('*')) await ada.presses('352964')
      expect(ada.at).toBe('conference')
    },
  )

  it('swallows a late # and asks for the PIN again without a word about it (A-03)', async () => {
    const ada = await house.carrier.dial()
    await ada.presses('471108')
    const first = ada.hears
    await ada.presses('#')
    expect(ada.hears).toBe(first)
    await ada.presses('352964')
    expect(ada.at).toBe('conference')
  })

  it('* begins this number again, and nothing typed after it is lost (A-05)', async () => {
    const ada = await house.carrier.dial()
    await ada.presses('47*')
    expect(ada.hears).toBe('Gut. Bitte beginnen Sie die Raum-Nummer von vorne.')
    await ada.presses('4711')
    await ada.presses('08')
    expect(ada.hears).toContain(askPin)
  })

  it('a number that stops half-way begins again, and is no failed try', async () => {
    const ada = await house.carrier.dial()
    for (let round = 0; round < 8; round++) {
      await ada.presses('471')
      await ada.waits()
      expect(ada.hears).toBe('Gut. Bitte beginnen Sie die Raum-Nummer von vorne.')
    }
    await ada.presses('471108352964')
    expect(ada.at).toBe('conference')
  })

  it('0 as the first key is help, then the same question (A-06)', async () => {
    const ada = await house.carrier.dial()
    await ada.presses('0')
    await ada.waits()
    expect(ada.hears).toContain('Dafür brauchen Sie Ihre Einladung.')
    expect(ada.hears).toContain(askRoom)
    await ada.presses('471108')
    await ada.presses('0')
    await ada.waits()
    expect(ada.hears).toContain('Die PIN steht in Ihrer Einladung')
  })
})

describe('silence (A-04)', () => {
  it('is never a try: the question comes again, longer, and help answers at once', async () => {
    const ada = await house.carrier.dial()
    await ada.waits()
    expect(ada.hears).toBe(`Lassen Sie sich Zeit. ${askRoom}`)
    await ada.waits()
    expect(ada.hears).toContain('Auf Ihrem Zettel steht eine Raum-Nummer.')
    await ada.presses('0')
    expect(ada.hears).toContain('Dafür brauchen Sie Ihre Einladung.')
    await ada.presses('471108')
    await ada.waits()
    await ada.waits()
    await ada.presses('352964')
    expect(ada.at).toBe('conference')
  })

  it('ends after five rounds of ten seconds with how to get help', async () => {
    const ada = await house.carrier.dial()
    for (let round = 1; round < 5; round++) {
      await ada.waits()
      expect(ada.at).toBe('gather')
    }
    await ada.waits()
    expect(ada.at).toBe('over')
    expect(ada.hears).toContain('Hilfe bekommen Sie von dem Menschen, der Sie eingeladen hat.')
    expect(ada.document).toContain('<Hangup/>')
  })
})

describe('what does not fit', () => {
  it('wrong room and wrong PIN sound the same, byte for byte (S-31)', async () => {
    const answers = async () => {
      const call = await house.carrier.dial()
      for (let round = 0; round < 5; round++) await call.presses('471108 352965')
      return call.requests.map(({ answer }) => withoutToken(answer.body))
    }
    const wrongPin = await answers()
    await house.store.rooms.remove(house.room.id)
    const wrongRoom = await answers()
    expect(wrongRoom).toEqual(wrongPin)
    expect(wrongRoom.filter((xml) => xml.includes(notFound))).toHaveLength(4)
    expect(new Set(house.happened.flatMap((it) => ('reason' in it ? [it.reason] : [])))).toEqual(
      new Set(['unknown-room', 'wrong-pin']),
    )
  })

  it('after five tries says how to get help (A-07)', async () => {
    const ada = await house.carrier.dial()
    for (let tries = 1; tries < 5; tries++) {
      await ada.presses('471108 111222')
      expect(ada.hears).toContain(notFound)
    }
    expect(ada.hears).toContain('Auf Ihrem Zettel steht eine Raum-Nummer.')
    await ada.presses('471108 111222')
    expect(ada.hears).toContain('Bitte fragen Sie den Menschen, der Sie eingeladen hat.')
    expect(ada.at).toBe('over')
  })

  it('says that the room is full only with the right PIN', async () => {
    await house.store.rooms.remove(house.room.id)
    await house.store.rooms.add({ ...house.room, callersMax: 1 })
    const ada = await house.carrier.dial()
    await ada.presses('471108352964')
    const bob = await house.carrier.dial()
    await bob.presses('471108352964')
    expect(bob.hears).toContain('Die Runde ist schon voll.')
    expect(bob.at).toBe('over')
  })
})
