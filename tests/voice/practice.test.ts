import { beforeAll, describe, expect, it } from '@jest/globals'
import { beginPractice, practice, type PracticeMoved } from '../../src/conference/call/practice.ts'
import { addresses } from '../../src/voice/addresses.ts'
import type { Voices } from '../../src/voice/documents.ts'
import { practiceDocument } from '../../src/voice/practice.ts'
import { recorded } from '../kit/documents.ts'
import { elementsOf } from '../kit/elements.ts'

const silence = { is: 'silence' } as const
const begun = beginPractice()
const explained = practice(begun.state, silence, { echo: true })
const hearing = practice(explained.state, silence, { echo: true })
const without = practice(explained.state, silence, { echo: false })

let voices: Voices
beforeAll(async () => {
  const where = addresses(new URL('https://runde.example.org'))
  voices = { speech: await recorded('de'), addresses: where, locale: 'de' }
})

const document = (moved: PracticeMoved) =>
  elementsOf(
    practiceDocument(voices, 'de', moved, {
      action: 'https://runde.example.org/voice/practice?step=1',
      conferenceName: '0123456789abcdef0123456789abcdef',
    }),
  )
const find = (moved: PracticeMoved, name: string) =>
  document(moved).find((element) => element.name === name)?.attributes

describe('what the practice line answers', () => {
  it('waits for one key while keys are tried, for two while *6 is', () => {
    expect(find(begun, 'Gather')).toMatchObject({ numDigits: '1', finishOnKey: '#', timeout: '10' })
    expect(find(explained, 'Gather')).toMatchObject({ numDigits: '2' })
  })

  it('lets callers hear themselves two seconds late, for a minute at most, and * ends it', () => {
    expect(find(hearing, 'Dial')).toMatchObject({ hangupOnStar: 'true', timeLimit: '60' })
    expect(find(hearing, 'Conference')).toMatchObject({
      echoSeconds: '2',
      beep: 'false',
      waitUrl: '',
      startConferenceOnEnter: 'true',
      record: 'do-not-record',
    })
  })

  it('is told of nobody who practises: no callback, no name, no number', () => {
    expect(find(hearing, 'Conference')).not.toHaveProperty('statusCallback')
    expect(find(hearing, 'Conference')).not.toHaveProperty('participantLabel')
  })

  it('never joins a conference where the carrier has no echo', () => {
    expect(find(without, 'Conference')).toBeUndefined()
    expect(find(without, 'Hangup')).toBeDefined()
  })
})
