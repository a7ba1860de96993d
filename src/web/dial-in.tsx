import { lengths } from '../conference/room/numbers.ts'
import { show } from './page.tsx'
import type { PageParts } from './page.tsx'
import { readable } from './phone-number.ts'
import { fill } from './texts.ts'
import type { Texts } from './texts.ts'
import type { Visit } from './visit.ts'

/** `dialIn`: a number in international form, or a `sip:` address. */
export type DialInParts = PageParts & { readonly dialIn: string }

/** GET / — how to come into the room, for somebody who has only a telephone and a sheet of paper. */
export function dialInPage(parts: DialInParts) {
  return (visit: Visit): void => {
    const texts = parts.texts[visit.locale].dialIn
    const content = <DialIn texts={texts} dialIn={parts.dialIn} />
    show(visit, parts, { title: texts.title, content, styles: ['dial-in'] })
  }
}

type Props = { readonly texts: Texts['dialIn']; readonly dialIn: string }

function DialIn({ texts, dialIn }: Props) {
  const byNumber = dialIn.startsWith('+')
  return (
    <>
      <section class="welcome">
        <h1>{texts.title}</h1>
        <p class="lede">{texts.lede}</p>
        <p class="call">
          <span class="label">{byNumber ? texts.callNumber : texts.callAddress}</span>
          <a class={byNumber ? 'number' : 'address'} href={byNumber ? `tel:${dialIn}` : dialIn}>
            {byNumber ? readable(dialIn) : dialIn}
          </a>
        </p>
      </section>
      <Steps texts={texts} />
      <Keys texts={texts} />
      <section class="facts" aria-labelledby="facts">
        <h2 id="facts">{texts.questionsTitle}</h2>
        {[texts.recording, byNumber ? texts.costNumber : texts.costAddress, texts.trouble].map(
          ({ title, text }) => (
            <div class="fact">
              <h3>{title}</h3>
              <p>{text}</p>
            </div>
          ),
        )}
      </section>
    </>
  )
}

function Steps({ texts }: { readonly texts: Texts['dialIn'] }) {
  const numbers = { roomDigits: lengths.roomNumber, pinDigits: lengths.pin }
  return (
    <section class="steps" aria-labelledby="steps">
      <h2 id="steps">{texts.stepsTitle}</h2>
      <ol>
        {texts.steps.map((step) => (
          <li>
            <strong>{step.do}</strong> <span>{fill(step.more, numbers)}</span>
          </li>
        ))}
      </ol>
      <p class="patience">{texts.patience}</p>
    </section>
  )
}

/** The keypad as it looks, so that "bottom left" needs no thinking. */
const keypad = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const

function Keys({ texts }: { readonly texts: Texts['dialIn'] }) {
  const helpful = new Set<string>(texts.keys.map(({ key }) => key))
  return (
    <section class="keys" aria-labelledby="keys">
      <h2 id="keys">{texts.keysTitle}</h2>
      <div class="keypad" aria-hidden="true">
        {keypad.map((key) => (
          <span class={helpful.has(key) ? 'key helpful' : 'key'}>{key}</span>
        ))}
      </div>
      <dl>
        {texts.keys.map(({ key, name, where, does }) => (
          <div>
            <dt>
              <span class="key helpful" aria-hidden="true">
                {key}
              </span>
              <span class="key-name">
                {name} <small>{where}</small>
              </span>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
