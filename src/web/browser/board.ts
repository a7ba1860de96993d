import { tellAlarms } from './alarm.ts'
import { apply, byId } from './apply.ts'
import { parsed } from './patch.ts'
import { follow, type Connection, type LiveMessage } from './stream.ts'

/*
 * The staff's board (staff/board-show.tsx) comes to life. All of it works without this script as well, with a button to
 * load it again.
 *
 *   live ──pause──▶ paused: nothing moves; alarms are told all the same ──go on──▶ live, as it is then
 */

type Words = Readonly<Record<Connection, string>> & {
  readonly pause: string
  readonly goOn: string
  /** `{time}` */
  readonly paused: string
  readonly timeZone: string
}

const page = byId('board-page')
const live = byId('live')
const connection = byId('connection')
const pause = byId('pause')
const words = JSON.parse(page.dataset['words'] ?? '') as Words
const alarm = tellAlarms(byId('alarm-sound') as HTMLInputElement, byId('news'))
let isPaused = false
/** What the server's clock said last, ms since 1970. */
let at = Date.now()

const connect = follow(
  '/live',
  (message) => {
    at = message.at
    alarm([...message.news])
    if (isPaused) return
    apply(live, message, () => {
      changeRows(message)
    })
    document.title = message.title
  },
  (now) => {
    // Signed out, or no longer staff: what stands here is not theirs to read either (S-14).
    if (now === 'door') location.reload()
    connection.className = now
    byId('reload').hidden = now === 'live'
    say(words[now])
  },
)

/** Rows that are no more, and new ones at their place. */
function changeRows({ gone = [], fresh = [] }: LiveMessage): void {
  for (const id of gone) byId(id).remove()
  for (const { in: list, before, html } of fresh)
    byId(list).insertBefore(parsed(html), before ? document.getElementById(before) : null)
}

/** While it is paused that is what there is to say, as long as there is a connection. */
function say(sentence: string): void {
  const said = isPaused && connection.className === 'live' ? pausedSince : sentence
  if (connection.textContent !== said) connection.textContent = said
  connection.hidden = false
}

let pausedSince = ''
pause.addEventListener('click', () => {
  isPaused = !isPaused
  pause.textContent = isPaused ? words.goOn : words.pause
  const { timeZone } = words
  const style = { hour: '2-digit', minute: '2-digit', timeZone } as const
  const time = new Date(at).toLocaleTimeString(document.documentElement.lang, style)
  pausedSince = words.paused.replace('{time}', time)
  if (isPaused) say(pausedSince)
  else connect()
})
page.classList.add('scripted')
