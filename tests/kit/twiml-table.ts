import { XmlElement, XmlText } from '@rgrove/parse-xml'
import { elementsOf } from './elements.ts'

/*
 * Twilio's table of verbs and attributes (Twilio, TwiML), as far as our documents go: what it does not list is wrong, with
 * every value. Twilio itself only warns and goes on without the part; a caller would hear something else than we meant.
 */

const address = /^https?:\/\/\S+$/
const yesNo = /^(?:true|false)$/
const method = /^(?:GET|POST)$/
const whole = (least: number, most: number) => (value: string) =>
  /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most

type Legal = RegExp | ((value: string) => boolean)

type Verb = {
  readonly attributes: Readonly<Record<string, Legal>>
  readonly needs?: readonly string[]
  /** What is not needed where this attribute is given. */
  readonly unlessGiven?: Readonly<Record<string, readonly string[]>>
  readonly children?: readonly string[]
  /** Empty when nothing may stand in it. */
  readonly text?: Legal
}

const nothing = /^\s*$/
const spoken = ['Say', 'Play', 'Pause']

/** | verb | attributes and their values | what may stand in it | */
const verbs: Readonly<Record<string, Verb>> = {
  Response: {
    attributes: {},
    children: [...spoken, 'Gather', 'Dial', 'Redirect', 'Hangup', 'Reject'],
  },
  Say: {
    attributes: { language: /^[a-z]{2}-[A-Z]{2}$/, voice: /^\S+$/, loop: whole(0, 1000) },
    // Twilio 13521: longer is cut; 3000 is the least of all its voices.
    text: (words) => words.trim() !== '' && words.length <= 3000,
  },
  Play: { attributes: { loop: whole(0, 1000) }, text: address },
  Pause: { attributes: { length: whole(1, 600) } },
  Gather: {
    attributes: {
      action: address,
      method,
      input: /^dtmf$/,
      numDigits: whole(1, 128),
      finishOnKey: /^[0-9#*]?$/,
      timeout: whole(1, 600),
      actionOnEmptyResult: yesNo,
    },
    needs: ['action'],
    children: spoken,
  },
  Dial: {
    attributes: {
      action: address,
      method,
      hangupOnStar: yesNo,
      timeLimit: whole(1, 14_400),
      timeout: whole(5, 600),
      callerId: /^\+[1-9]\d{6,14}$/,
      record: /^do-not-record$/,
    },
    needs: ['action'],
    children: ['Conference', 'Number'],
  },
  Conference: {
    attributes: {
      muted: yesNo,
      beep: /^(?:true|false|onEnter|onExit)$/,
      startConferenceOnEnter: yesNo,
      endConferenceOnExit: yesNo,
      maxParticipants: whole(1, 250),
      record: /^do-not-record$/,
      region: /^(?:us1|us2|ie1|de1|sg1|br1|au1|jp1)$/,
      waitUrl: (value) => value === '' || address.test(value),
      waitMethod: method,
      statusCallback: address,
      statusCallbackMethod: method,
      statusCallbackEvent:
        /^(?:(?:start|end|join|leave|mute|hold|modify|speaker|announcement)(?: (?!$)|$))+$/,
      // Ours alone, for the practice line of the built-in switch; Twilio goes on without it (12200).
      echoSeconds: whole(1, 5),
    },
    needs: ['record', 'statusCallback', 'statusCallbackEvent'],
    // Whoever hears themselves is in no meeting, so there is nobody to tell.
    unlessGiven: { echoSeconds: ['statusCallback', 'statusCallbackEvent'] },
    text: (name) => /^\S{1,128}$/.test(name.trim()),
  },
  Number: { attributes: {}, text: /^\+[1-9]\d{6,14}$/ },
  Redirect: { attributes: { method }, text: (to) => to === '' || address.test(to) },
  Hangup: { attributes: {} },
  Reject: { attributes: { reason: /^(?:rejected|busy)$/ } },
}

/** What a document of a waiting room in a conference, or an announcement, may hold (Twilio 13238). */
const soundVerbs: ReadonlySet<string> = new Set([...spoken, 'Redirect', 'Response'])

/** Whatever else a table may come to allow: these never stand anywhere, in no spelling. */
const never = /record|coach|stream|siprec|transcri|whisper/i

/** Twilio 11750. */
const documentBytesMax = 64 * 1024

/** Where documents come from that are only played; whoever asks there is in a conference. */
const soundPaths = /^\/voice\/(?:waiting|announcement\/[a-z-]+)$/

/** @throws Error when what was answered there is not as the table has it: then the test that made it fails */
export function mustBeGood(path: string, xml: string): void {
  const wrong = mistakesAt(path, xml)
  if (wrong.length > 0)
    throw new Error(`${path} answered what no carrier takes: ${wrong.join('; ')}`)
}

/** What is wrong with what was answered there; empty when nothing is. */
export function mistakesAt(path: string, xml: string): string[] {
  return documentMistakes(xml, soundPaths.test(path))
}

/** What is wrong with a document; empty for a good one. `isSound`: one that is played to somebody in a conference. */
export function documentMistakes(xml: string, isSound = false): string[] {
  if (Buffer.byteLength(xml) > documentBytesMax) return ['is longer than a carrier reads']
  const [root, ...inner] = elementsOf(xml)
  if (root?.name !== 'Response') return ['the root is not <Response>']
  return [root, ...inner].flatMap((element) => [
    ...elementMistakes(element),
    ...(isSound && !soundVerbs.has(element.name)
      ? [`<${element.name}> in a document that is only played`]
      : []),
  ])
}

function elementMistakes(element: XmlElement): string[] {
  const { name, attributes } = element
  const verb = verbs[name]
  const given = Object.entries(attributes)
  const forbidden = [name, ...Object.keys(attributes)].filter(
    (word) => never.test(word) && !(word === 'record' && attributes['record'] === 'do-not-record'),
  )
  if (forbidden.length > 0) return forbidden.map((word) => `<${name}>: ${word} is never sent`)
  if (verb === undefined) return [`<${name}> is not in the table`]
  const spared = Object.keys(attributes).flatMap((key) => verb.unlessGiven?.[key] ?? [])
  const below = element.children.filter((child) => child instanceof XmlElement)
  const words = element.children.filter((child) => child instanceof XmlText)
  const text = words.map((child) => child.text).join('')
  const wrongBelow = below.filter((child) => !verb.children?.includes(child.name))
  return [
    ...given.filter(([key, value]) => !isLegal(verb.attributes[key], value)).map(inWords(name)),
    ...(verb.needs ?? [])
      .filter((key) => !(key in attributes) && !spared.includes(key))
      .map((key) => `<${name}> has no ${key}`),
    ...wrongBelow.map((child) => `<${child.name}> within <${name}>`),
    ...(isLegal(verb.text ?? nothing, text)
      ? []
      : [`<${name}> holds the text “${text.slice(0, 40)}”`]),
  ]
}

const inWords =
  (name: string) =>
  ([key, value]: [string, string]) =>
    `<${name} ${key}="${value.slice(0, 80)}">`

function isLegal(legal: Legal | undefined, value: string): boolean {
  if (legal === undefined) return false
  return legal instanceof RegExp ? legal.test(value) : legal(value)
}

/** Parameters and addresses by which a REST request would have somebody recorded or listened to. */
export function forbiddenInRequest(
  path: string,
  form: Readonly<Record<string, unknown>>,
): readonly string[] {
  return [path, ...Object.keys(form)].filter((word) => never.test(word))
}
