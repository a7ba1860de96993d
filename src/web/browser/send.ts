/*
 * Buttons without a new page: pressed → pending → done, or not done and said so.
 *
 *   button   data-state: pending, then done for a moment, or failed until it is pressed again
 *   told     the sentence, at one place of the page
 */

export type SendWords = {
  readonly pending: string
  readonly unknown: string
  readonly expired: string
}
type Answer = { readonly words: string; readonly isDone: boolean }

const doneMs = 2500
const toldMs = 8000

export function sendByScript(form: HTMLFormElement, told: HTMLElement, words: SendWords): void {
  let timer: number | undefined
  /** Good news goes by itself; what failed stays until there is something new to say. */
  const say = ({ words: sentence, isDone }: Answer): void => {
    clearTimeout(timer)
    told.className = isDone ? 'notice' : 'mistakes'
    told.textContent = sentence
    if (isDone)
      timer = setTimeout(() => {
        told.textContent = ''
      }, toldMs)
  }
  const press = async (button: HTMLButtonElement): Promise<void> => {
    show(button, 'pending')
    say({ words: words.pending, isDone: true })
    const answer = await send(form, button, words)
    show(button, answer.isDone ? 'done' : 'failed')
    say(answer)
    if (answer.isDone) setTimeout(show, doneMs, button, '')
  }
  form.addEventListener('submit', (event) => {
    const button = event.submitter
    if (!(button instanceof HTMLButtonElement)) return
    event.preventDefault()
    if (button.dataset['state'] !== 'pending') void press(button)
  })
}

/** The server answers within a few seconds, whatever the carrier does. */
async function send(
  form: HTMLFormElement,
  button: HTMLButtonElement,
  words: SendWords,
): Promise<Answer> {
  const fields = Object.fromEntries(new FormData(form)) as Readonly<Record<string, string>>
  const body = new URLSearchParams({ ...fields, [button.name]: button.value })
  const headers = { accept: 'application/json' }
  try {
    const answer = await fetch(form.action, { method: 'POST', body, headers, redirect: 'manual' })
    if (answer.ok) return (await answer.json()) as Answer
    return { words: answer.status === 403 ? words.expired : words.unknown, isDone: false }
  } catch {
    return { words: words.unknown, isDone: false }
  }
}

/** It keeps the focus while it is pending, so it is not disabled. */
function show(button: HTMLButtonElement, state: 'pending' | 'done' | 'failed' | ''): void {
  button.dataset['state'] = state
  button.setAttribute('aria-disabled', String(state === 'pending'))
}
