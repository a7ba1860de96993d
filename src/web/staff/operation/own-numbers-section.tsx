import { TextField } from '../../form.tsx'
import { readable } from '../../phone-number.ts'
import type { Texts } from '../../texts.ts'
import type { Wrong } from '../acting.tsx'
import { AskedOnce } from '../asked-once.tsx'

type Props = {
  readonly texts: Texts['staffActs']
  /** Every number beside the main one, E.164. */
  readonly numbers: readonly string[]
  /** Those that lead to one room; which room it is, this page does not know. */
  readonly given: ReadonlySet<string>
  readonly wrong: Wrong | undefined
}

/** `+4930998` → `4930998`, as it stands in an address. */
export const inAddress = (number: string): string => number.slice(1)

/** The further telephone numbers: each leads to all rooms, or to one. */
export function OwnNumbers({ texts, numbers, given, wrong }: Props) {
  const words = texts.ownNumbers
  return (
    <section aria-labelledby="own-numbers-title">
      <h2 id="own-numbers-title">{words.title}</h2>
      <p>{words.lede}</p>
      <ul class="list">
        {numbers.map((number) => (
          <li>
            <p>
              <strong>{readable(number)}</strong>: {given.has(number) ? words.toOne : words.toAll}
            </p>
            {given.has(number) ? (
              <AskedOnce words={words.take} {...asked(texts, number, 'take', wrong)} />
            ) : (
              <AskedOnce words={words.give} {...asked(texts, number, 'give', wrong)}>
                <TextField
                  name="roomNumber"
                  id={roomNumberId(number)}
                  label={texts.roomNumber}
                  hint={texts.roomNumberHint}
                  mistake={mistakeIn(wrong, actOf(number, 'give'), 'roomNumber')}
                  inputMode="numeric"
                  autoComplete="off"
                />
              </AskedOnce>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

type Act = 'give' | 'take'

/** The name of a form of this section, as mistakes in it are told. */
export const actOf = (number: string, act: Act): string => `${act}-${inAddress(number)}`

/** Several of them stand on the page. */
export const roomNumberId = (number: string): string => `room-number-${inAddress(number)}`

function asked(texts: Texts['staffActs'], number: string, act: Act, wrong: Wrong | undefined) {
  const name = actOf(number, act)
  return {
    action: `/service/numbers/${inAddress(number)}/${act}`,
    id: name,
    reason: { label: texts.reason, hint: texts.reasonHint },
    mistake: mistakeIn(wrong, name, 'reason'),
    open: wrong?.act === name,
  }
}

function mistakeIn(wrong: Wrong | undefined, act: string, field: string): string | undefined {
  if (wrong?.act !== act) return undefined
  return (
    wrong.mistakes[field] ?? (field === 'roomNumber' ? wrong.mistakes[fieldId(act)] : undefined)
  )
}

/** `give-4930998` → the id of its field, by which the summary of mistakes leads there. */
const fieldId = (act: string): string => `room-number-${act.slice(act.indexOf('-') + 1)}`
