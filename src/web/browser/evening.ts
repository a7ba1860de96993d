import { apply, byId } from './apply.ts'
import { tellNews } from './news.ts'
import { sendByScript, type SendWords } from './send.ts'
import { follow, type Connection } from './stream.ts'
import { tellTimes } from './times.ts'

/*
 * The live page of an evening (organiser/evening-page.tsx) comes to life. All of it works without this script as well,
 * with a button to load it again.
 */

type Words = SendWords &
  Parameters<typeof tellTimes>[1] &
  Parameters<typeof tellNews>[1] &
  Readonly<Record<Connection, string>>

const page = byId('evening-page')
const live = byId('live')
const connection = byId('connection')
const words = JSON.parse(page.dataset['words'] ?? '') as Words
const times = tellTimes(live, words)
const news = tellNews(byId('news'), words)

function tell(now: Connection): void {
  // Signed out, or no longer theirs: what stands here is not theirs to read either (S-14).
  if (now === 'door') location.reload()
  if (connection.textContent === words[now]) return
  Object.assign(connection, { hidden: false, className: now, textContent: words[now] })
  byId('reload').hidden = now === 'live'
}

page.classList.add('scripted')
// What the address says was said; loading the page again must not say it again.
history.replaceState(null, '', location.pathname)
sendByScript(byId('control') as HTMLFormElement, byId('told'), words)
follow(
  `${location.pathname}/live`,
  (message) => {
    apply(live, message)
    document.title = message.title
    times(message.at)
    news(message.news, message.here)
  },
  tell,
)

/** Escape folds away what was unfolded last around the focus, as in any menu. */
live.addEventListener('keydown', ({ key, target }) => {
  const open = key === 'Escape' && target instanceof Element && target.closest('details[open]')
  if (!open) return
  open.removeAttribute('open')
  open.querySelector('summary')?.focus()
})
