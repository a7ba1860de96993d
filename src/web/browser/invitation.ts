/*
 * Buttons that only a script can bring (organiser/invitation-show.tsx, invitation-print.tsx): copying the text of a
 * message, passing it on to another program, printing. Without the script the text can be selected, and the browser's
 * menu prints.
 */

const copiedMs = 2500

function button(words: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'button quiet'
  made.textContent = words
  made.addEventListener('click', press)
  return made
}

function copyAndShare(place: HTMLElement, text: HTMLTextAreaElement): void {
  const { copy = '', copied = '', share = '' } = place.dataset
  // Browsers have a clipboard only where nobody in between can read along.
  if (isSecureContext) {
    const made = button(copy, () => {
      void navigator.clipboard.writeText(text.value).then(() => {
        made.textContent = copied
        setTimeout(() => (made.textContent = copy), copiedMs)
      })
    })
    made.setAttribute('aria-live', 'polite')
    place.append(made)
  }
  if ('share' in navigator) {
    // Somebody who thinks better of it closes the browser's list; that is no error.
    const pass = () => void navigator.share({ text: text.value }).catch(() => undefined)
    place.append(button(share, pass))
  }
}

const place = document.getElementById('share')
const text = document.getElementById('message')
if (place && text instanceof HTMLTextAreaElement) copyAndShare(place, text)

const hint = document.getElementById('print')
hint?.replaceChildren(
  button(hint.dataset['print'] ?? '', () => {
    print()
  }),
)
