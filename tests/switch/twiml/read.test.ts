import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { TwimlError } from '../../../src/switch/twiml/errors.ts'
import { readDocument } from '../../../src/switch/twiml/read.ts'

const at = 'https://app.example/voice'
const read = (text: string | Uint8Array) => readDocument(Buffer.from(text), at)

function errorOf(text: string | Uint8Array): string {
  try {
    read(text)
    return 'read'
  } catch (error) {
    return error instanceof TwimlError ? `${error.code} ${error.message}` : `bug: ${String(error)}`
  }
}

describe('what is read', () => {
  it.each([
    ['an XML declaration', '<?xml version="1.0" encoding="UTF-8"?><Response/>'],
    ['a byte order mark', '\ufeff<Response/>'],
    ['comments, also with marks in them', '<Response><!-- <!DOCTYPE x> <?pi?> --></Response>'],
    ['CDATA', '<Response><Say><![CDATA[ <!DOCTYPE a & b> ]]></Say></Response>'],
    [
      'the five entities and numeric ones',
      '<Response><Say>&lt;&gt;&amp;&quot;&apos;&#228;&#xE4;</Say></Response>',
    ],
    ['white space around', '\n <Response>\n</Response>\n'],
  ])('%s', (_what, text) => {
    expect(errorOf(text)).toBe('read')
  })

  it('gives verbs with their defaults, and no trace of XML', () => {
    expect(
      read('<Response><Say>Gr&#252;&#xDF;e &amp; mehr</Say><Hangup/></Response>').verbs,
    ).toEqual([
      { verb: 'say', text: 'Grüße & mehr', language: 'en-US', loop: 1 },
      { verb: 'hangup' },
    ])
  })
})

describe('S-80: what no document may hold', () => {
  const laughs = Array.from(
    { length: 9 },
    (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
  )

  it.each([
    [
      'billion laughs',
      `<!DOCTYPE r [<!ENTITY l0 "ha">${laughs.join('')}]><Response><Say>&l9;</Say></Response>`,
    ],
    [
      'an external entity',
      '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><Response>&x;</Response>',
    ],
    ['an external DTD', '<!DOCTYPE Response SYSTEM "http://127.0.0.1/x.dtd"><Response/>'],
    ['an entity nobody declared', '<Response><Say>&nbsp;</Say></Response>'],
    ['a processing instruction', '<?xml-stylesheet href="x"?><Response/>'],
    ['one inside', '<Response><?php echo 1 ?></Response>'],
    ['a character that is none', '<Response><Say>&#0;</Say></Response>'],
    ['nothing', ''],
    ['two roots', '<Response/><Response/>'],
    ['white space before the declaration', ' <?xml version="1.0"?><Response/>'],
    ['bytes that are not UTF-8', Buffer.from([0x3c, 0xff, 0x3e])],
    ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><Response/>'],
    ['nine levels', `<Response>${'<a>'.repeat(8)}${'</a>'.repeat(8)}</Response>`],
    ['twenty thousand levels', '<a>'.repeat(20_000)],
    ['depth hidden behind quotes', `<Response>${'<a b="/>">'.repeat(5000)}`],
    ['an attribute twice', '<Response><Say loop="1" loop="2">x</Say></Response>'],
  ])('%s: 12100', (_what, text) => {
    expect(errorOf(text)).toMatch(/^12100 /)
  })

  it('eight levels are read', () => {
    expect(errorOf(`<Response>${'<a>'.repeat(7)}${'</a>'.repeat(7)}</Response>`)).toBe('read')
  })

  it('more than 64 kB: 11750', () => {
    const fitting = `<Response>${' '.repeat(64 * 1024 - 21)}</Response>`
    expect(errorOf(fitting)).toBe('read')
    expect(errorOf(`${fitting} `)).toMatch(/^11750 /)
  })

  it('XML 2.0: 12101', () => {
    expect(errorOf('<?xml version="2.0"?><Response/>')).toMatch(/^12101 /)
  })

  it.each(['<response/>', '<html/>'])('another root, %s: 12102', (text) => {
    expect(errorOf(text)).toMatch(/^12102 /)
  })

  it.each([
    ['numeric entities', '&#65;'],
    ['line ends', '\r'],
    ['elements', '<a/>'],
    ['comments never closed', '<!--'],
    ['ends of CDATA', ']]'],
    ['quotes', '<a b="'],
    ['open marks', '<'],
  ])('64 kB of %s are over in a moment', (_what, piece) => {
    const inside = piece.repeat(Math.floor((64 * 1024 - 60) / piece.length))
    const begin = performance.now()
    errorOf(`<Response><Say>${inside}</Say></Response>`)
    expect(performance.now() - begin).toBeLessThan(500)
  })

  test('any bytes are read or refused, and nothing else happens', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(errorOf(bytes)).not.toMatch(/^bug/)
      }),
    )
  })

  test('so is any soup of marks and verbs', () => {
    const words = fc.constantFrom(
      ...['<Response>', '</Response>', '<Say>', '</Say>', '<Gather numDigits="2">', '</Gather>'],
      ...[
        '<Dial>',
        '</Dial>',
        '<Conference>',
        '</Conference>',
        '<Play loop="',
        '">',
        '<!--',
        '-->',
      ],
      ...[
        '<![CDATA[',
        ']]>',
        '&amp;',
        '&#',
        ';',
        '<?',
        '?>',
        '<Redirect/>',
        '\r',
        'x',
        '"',
        "'",
        '=',
      ],
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (soup) => {
        expect(errorOf(soup.join(''))).not.toMatch(/^bug/)
        expect(errorOf(`<Response>${soup.join('')}</Response>`)).not.toMatch(/^bug/)
      }),
      { numRuns: 500 },
    )
  })
})

describe('S-56, S-83: a document that records, copies, listens in or calls out is refused as a whole', () => {
  const conference = (attribute: string) =>
    `<Dial><Conference ${attribute}>evening</Conference></Dial>`

  it.each([
    '<Record/>',
    '<record/>',
    '<Record maxLength="5" transcribe="true"/>',
    '<Start><Stream url="wss://x.example"/></Start>',
    '<Start><Siprec name="x"/></Start>',
    '<Start><Transcription/></Start>',
    '<Start/>',
    '<Stop><Stream name="x"/></Stop>',
    '<Connect><Stream url="wss://x.example"/></Connect>',
    '<Enqueue>support</Enqueue>',
    '<Say>hello <Record/></Say>',
    '<Gather><Record/></Gather>',
    '<Dial>+4930123456</Dial>',
    '<Dial><Number>+4930123456</Number></Dial>',
    '<Dial><Sip>sip:a@b.example</Sip></Dial>',
    '<Dial><Client>ada</Client></Dial>',
    '<Dial><Queue>q</Queue></Dial>',
    '<Dial><Conference>a</Conference><Number>+4930123456</Number></Dial>',
    '<Dial record="record-from-answer"><Conference>evening</Conference></Dial>',
    '<Dial record="true"><Conference>evening</Conference></Dial>',
    '<Dial recordingStatusCallback="/r"><Conference>evening</Conference></Dial>',
    '<Dial recordingTrack="inbound"><Conference>evening</Conference></Dial>',
    conference('record="record-from-start"'),
    conference('Record="record-from-start"'),
    conference('record=""'),
    conference('recordingStatusCallback="/r"'),
    conference('coach="CA00000000000000000000000000000000"'),
    conference('transcribe="true"'),
    '<Dance><Record/></Dance>',
  ])('%s', (verbs) => {
    expect(errorOf(`<Response><Say>before</Say>${verbs}</Response>`)).toMatch(/^(12200|13215) /)
  })

  it.each([conference('record="do-not-record"'), conference('record="false"')])(
    '%s says that nothing is recorded, and is welcome',
    (verbs) => {
      expect(read(`<Response>${verbs}</Response>`).warnings).toEqual([])
    },
  )

  it('is told in a line, however long its names are', () => {
    const name = 'x'.repeat(60_000)
    expect(errorOf(`<${name}/>`).length).toBeLessThan(320)
    const [warning] = read(`<Response><${name}/></Response>`).warnings
    expect(warning?.message.length).toBeLessThanOrEqual(300)
  })

  it('tells the author what is refused and why', () => {
    expect(errorOf('<Response><Record/></Response>')).toBe(
      '12200 <Record> is refused: it records the caller',
    )
  })
})

describe('wrong values', () => {
  // Twilio's official list: the value is ignored and the default used.
  it.each([
    ['<Gather timeout="soon"/>', 13313, { timeoutSeconds: 5 }],
    ['<Gather timeout="0"/>', 13313, { timeoutSeconds: 5 }],
    ['<Gather numDigits="0"/>', 13314, { numDigits: undefined }],
    ['<Gather finishOnKey="12"/>', 13310, { finishOnKey: '#' }],
    ['<Gather method="PUT"/>', 13312, { method: 'POST' }],
    ['<Gather input="speech"/>', 13326, { verb: 'gather' }],
    ['<Gather actionOnEmptyResult="1"/>', 13338, { actionOnEmptyResult: false }],
    ['<Gather><Hangup/></Gather>', 13320, { prompts: [] }],
    ['<Redirect method="PUT">/x</Redirect>', 13710, { method: 'POST' }],
    ['<Dial hangupOnStar="1"><Conference>a</Conference></Dial>', 13213, { hangupOnStar: false }],
    ['<Dial timeLimit="x"><Conference>a</Conference></Dial>', 13216, { timeLimitSeconds: 14_400 }],
    ['<Reject reason="x"/>', 13810, { reason: 'rejected' }],
  ])('%s: %i', (verb, code, expected) => {
    const { verbs, warnings } = read(`<Response>${verb}</Response>`)
    expect(warnings).toEqual([{ code, message: expect.any(String) }])
    expect(verbs).toMatchObject([expected])
  })

  it.each([
    ['<Dial><Conference> </Conference></Dial>', 13237],
    ['<Dial/>', 13215],
    ['<Redirect>http://[</Redirect>', 11100],
    ['<Play>file:///etc/passwd</Play>', 11100],
    ['<Gather action="javascript:1"/>', 11100],
  ])('%s cannot be guessed: %i', (verb, code) => {
    expect(errorOf(`<Response>${verb}</Response>`)).toMatch(new RegExp(`^${code} `))
  })
})
