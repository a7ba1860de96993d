/*
 * The staff's board with very many calls (node tests/bench/board.ts, after a build): how long the server takes to make and
 * draw it, and what its event stream weighs for one of many viewers.
 *
 *   1,000 calls in 125 meetings. Every 300 ms, as often as viewers are told: in 8 meetings somebody else talks (each has
 *   another voice every 5 s), somebody presses `*`; every 3 s a call comes and one goes (each lasts 50 minutes)
 */
import { fileURLToPath } from 'node:url'
import { board, type Seen } from '../../src/conference/staff/board.ts'
import type { Caller } from '../../src/conference/call/caller.ts'
import { changeMessage, wholeMessage } from '../../src/web/live/drawing.ts'
import type * as Drawing from '../../src/web/staff/board/drawing.tsx'
import { tenthsIn } from '../../src/web/staff/numbers/number-words.ts'
import { readTexts } from '../../src/web/texts.ts'

// Pages are built; node reads no `.tsx`.
const built = new URL('../../dist/web/staff/board-drawing.js', import.meta.url).href
const { alarmNews, drawBoard } = (await import(built)) as typeof Drawing

const calls = 1000
const inOneMeeting = 8
const viewers = 100
const turns = 100
const turnMs = 300
const voices = 8
const comesEachTurns = 10
const at = Date.UTC(2026, 10, 24, 18)

const texts = await readTexts(fileURLToPath(new URL('../../config', import.meta.url)))
const clock = new Intl.DateTimeFormat('de-DE', { hour: '2-digit', minute: '2-digit' })
const inside = { role: 'guest', locale: 'de', muted: false, hand: false, returns: 0, until: 9e15 }

const inMenu = (caller: Caller): Caller => ({
  ...caller,
  state: { at: 'in-menu', menu: { at: 'main', tries: 0 }, ...inside } as unknown as Caller['state'],
})

function aCaller(number: number): Caller {
  const state = { at: 'in-meeting', ...inside } as unknown
  const line = (number % calls) + 1
  return {
    call: `CA${String(number)}`,
    state: state as Caller['state'],
    ...{ step: '', last: { request: '', answer: '' }, touched: at },
    meeting: `m${String(Math.floor(line / inOneMeeting))}`,
    shown: { line, kind: 'landline', began: at, since: at },
  }
}

const meetings = Array.from({ length: Math.ceil(calls / inOneMeeting) + 1 }, (_, number) => ({
  ...{ id: `m${String(number)}`, room: 'r', conferenceName: 'c', opened: at + number },
  ...{ locked: false, hostTold: 0, warned: false, ended: false },
}))

function drawn(callers: readonly Caller[], talking: ReadonlySet<string>) {
  const seen: Seen = {
    ...{ at, callers, meetings, help: [], alarms: [], capacity: 2000 },
    helpLine: (call) => call,
    talks: (call) => talking.has(call),
    quality: () => ({ codec: 'PCMA', lossPercent: 0.4, jitterMs: 3, mos: 4.3 }),
    opaque: (id) => id.padEnd(12, '_'),
    carrier: { kind: 'built-in', health: { is: 'answers', since: at }, faults: 0 },
    service: { paused: undefined, protected: undefined },
  }
  return drawBoard({
    board: board(seen),
    texts: texts.de.staffBoard,
    alarmTexts: texts.de.staffAlarms,
    time: (moment) => clock.format(moment),
    tenths: tenthsIn('de'),
    organisation: 'Telefon-Runde',
  })
}

let callers = Array.from({ length: calls }, (_, number) => aCaller(number))
let before = drawn(callers, new Set())
const tookMs: number[] = []
let bytes = 0
for (let turn = 1; turn <= turns; turn++) {
  const talking = new Set(
    Array.from({ length: voices }, (_, one) => `CA${String(turn * voices + one)}`),
  )
  callers = callers.map((caller, place) => (place === turn ? inMenu(caller) : caller))
  if (turn % comesEachTurns === 0) {
    const goes = 500 + turn
    callers = callers.filter(({ call }) => call !== `CA${String(goes)}`)
    callers.push(aCaller(calls + goes))
  }
  const from = performance.now()
  const after = drawn(callers, talking)
  const message = changeMessage(before, after, alarmNews(before, after))
  const text = JSON.stringify(message ?? {})
  tookMs.push(performance.now() - from)
  bytes += Buffer.byteLength(text)
  before = after
}
const whole = Buffer.byteLength(JSON.stringify(wholeMessage(before)))
const middle = tookMs.toSorted((a, b) => a - b)
const perSecond = bytes / ((turns * turnMs) / 1000) / 1000
console.log(
  `${String(calls)} calls: made and drawn in ${middle[turns / 2]?.toFixed(1) ?? ''} ms (median), ` +
    `${middle.at(-1)?.toFixed(1) ?? ''} ms at worst; whole ${(whole / 1000).toFixed(0)} kB\n` +
    `stream: ${perSecond.toFixed(1)} kB/s per viewer, ` +
    `${((perSecond * viewers) / 1000).toFixed(2)} MB/s for ${String(viewers)}`,
)
