import { describe, expect, it } from '@jest/globals'
import { documentMistakes, forbiddenInRequest } from './twiml-table.ts'

/* What every pretend carrier holds every document against; so this must be able to say no. */

const conference = (more: string) =>
  '<Response><Dial action="https://runde.example/voice/left"><Conference record="do-not-record" ' +
  `statusCallback="https://runde.example/voice/conference" statusCallbackEvent="join leave" ${more}>` +
  'f00d</Conference></Dial></Response>'

describe('the table of verbs and attributes', () => {
  it('takes what we send', () => {
    expect(documentMistakes(conference('muted="true" waitUrl=""'))).toEqual([])
  })
  it.each([
    ['S-56: a conference that is recorded', conference('').replace('do-not-', '')],
    ['S-56: whoever listens in', conference('coach="CA1"')],
    ['S-56: a recording', '<Response><Record/></Response>'],
    ['S-56: in any spelling', '<Response><record/></Response>'],
    ['S-56: a stream', '<Response><Start><Stream url="wss://x.example"/></Start></Response>'],
    ['S-56: a transcription', '<Response><Start><Transcription/></Start></Response>'],
    ['S-56: its callback', conference('recordingStatusCallback="https://x.example/"')],
    ['a verb that nobody knows', '<Response><Sing>la</Sing></Response>'],
    ['an attribute that nobody knows', conference('color="red"')],
    ['a value that is none', conference('beep="loud"')],
    ['an event that is none', conference('').replace('join leave', 'join  leave')],
    ['too many in a conference', conference('maxParticipants="251"')],
    ['an address that is none', '<Response><Redirect>next</Redirect></Response>'],
    ['a conference of no name', conference('').replace('f00d', ' ')],
    ['silence to be said', '<Response><Say language="de-DE"> </Say></Response>'],
    ['a verb in the wrong place', '<Response><Conference>f00d</Conference></Response>'],
    [
      'a call to anybody',
      '<Response><Dial action="https://x.example"><Sip>a@b</Sip></Dial></Response>',
    ],
    ['another root', '<Answer/>'],
  ])('refuses %s', (_what, xml) => {
    expect(documentMistakes(xml)).not.toEqual([])
  })
  it('refuses questions to somebody who only listens', () => {
    const asks = '<Response><Gather action="https://runde.example/voice/menu"/></Response>'
    expect(documentMistakes(asks)).toEqual([])
    expect(documentMistakes(asks, true)).not.toEqual([])
  })
})

describe('the words of a REST request', () => {
  it.each([
    ['/Calls/CA1/Recordings.json', {}],
    ['/Conferences/CF1/Participants/CA1.json', { Coaching: 'true' }],
    ['/Calls/CA1/Streams.json', {}],
    ['/Conferences/CF1/Participants.json', { Record: 'true' }],
  ])('S-56: %s %j is never asked', (path, form) => {
    expect(forbiddenInRequest(path, form)).not.toEqual([])
  })
  it('muting is', () => {
    expect(forbiddenInRequest('/Participants/CA1.json', { Muted: 'true' })).toEqual([])
  })
})
