import { h, type LooseInputHTMLAttributes } from 'preact'
import { useContext } from 'preact/hooks'
import { tokenField } from './csrf.ts'
import { InPage, type Children } from './page.tsx'

/** The parts of forms: one look, one way to say what is wrong (W-10), and the token in every one (S-09). */

type FormProps = Children & {
  readonly action: string
  readonly id?: string
  readonly class?: string
}

/** A form that changes something. */
export function Form({ action, id, class: looks, children }: FormProps) {
  return (
    <form method="post" action={action} id={id} class={looks} novalidate>
      <Token />
      {children}
    </form>
  )
}

/** For forms that are not a `Form`. */
export function Token() {
  const { formToken } = useContext(InPage)
  return <input type="hidden" name={tokenField} value={formToken()} />
}

type FieldProps = {
  readonly name: string
  /** Where several forms of a page have a field of this name. */
  readonly id?: string
  readonly label: string
  readonly hint?: string | undefined
  /** What is wrong with it, in a sentence that says what to do. */
  readonly mistake?: string | undefined
  readonly value?: string | undefined
}
type TextFieldProps = FieldProps & {
  readonly type?: 'text' | 'email' | 'password' | 'date' | 'time' | 'number'
  readonly inputMode?: 'numeric' | 'email'
  readonly autoComplete?: string
  readonly maxLength?: number
  readonly min?: string
  readonly max?: string
  readonly spellcheck?: boolean
  readonly required?: boolean
  readonly class?: string
}

/** preact has one type for each kind of input; this is any of them. */
type AnyInput = LooseInputHTMLAttributes

/** A label, a hint, what is wrong, and one line to type into. */
export function TextField({
  name,
  id = name,
  label,
  hint,
  mistake,
  value,
  ...input
}: TextFieldProps) {
  return (
    <div class={mistake === undefined ? 'field' : 'field wrong'}>
      <Label {...{ name: id, label, hint, mistake }} />
      {h<AnyInput>('input', {
        ...input,
        type: input.type ?? 'text',
        id,
        name,
        value,
        ...describedBy(id, hint, mistake),
      })}
    </div>
  )
}

/** Several lines to type into. */
export function TextArea({
  name,
  label,
  hint,
  mistake,
  value,
  rows,
}: FieldProps & { rows: number }) {
  return (
    <div class={mistake === undefined ? 'field' : 'field wrong'}>
      <Label {...{ name, label, hint, mistake }} />
      <textarea id={name} name={name} rows={rows} {...describedBy(name, hint, mistake)}>
        {value}
      </textarea>
    </div>
  )
}

export type Option = { readonly value: string; readonly label: string; readonly hint?: string }
type ChoiceProps = FieldProps & { readonly options: readonly Option[] }

/** One of many, in a list that opens. */
export function Select({ name, label, hint, mistake, value, options }: ChoiceProps) {
  return (
    <div class={mistake === undefined ? 'field' : 'field wrong'}>
      <Label {...{ name, label, hint, mistake }} />
      <select id={name} name={name} {...describedBy(name, hint, mistake)}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** One of a few, all of them to be seen. */
export function OneOf({ name, label, hint, mistake, value, options }: ChoiceProps) {
  return (
    <fieldset class={mistake === undefined ? 'field' : 'field wrong'} id={name}>
      <legend>{label}</legend>
      {hint !== undefined && <p class="hint">{hint}</p>}
      {mistake !== undefined && <p class="mistake">{mistake}</p>}
      {options.map((option) => (
        <Tick
          type="radio"
          id={`${name}-${option.value}`}
          name={name}
          value={option.value}
          label={option.label}
          hint={option.hint}
          checked={option.value === value}
        />
      ))}
    </fieldset>
  )
}

type SomeOfProps = Omit<ChoiceProps, 'value'> & { readonly values: readonly string[] }

/** Any of a few: a row of boxes to tick. */
export function SomeOf({ name, label, hint, mistake, values, options }: SomeOfProps) {
  return (
    <fieldset class={mistake === undefined ? 'field' : 'field wrong'} id={name}>
      <legend>{label}</legend>
      {hint !== undefined && <p class="hint">{hint}</p>}
      {mistake !== undefined && <p class="mistake">{mistake}</p>}
      <div class="some-of">
        {options.map((option) => (
          <Tick
            id={`${name}-${option.value}`}
            name={name}
            value={option.value}
            label={option.label}
            checked={values.includes(option.value)}
          />
        ))}
      </div>
    </fieldset>
  )
}

type TickProps = {
  readonly type?: 'checkbox' | 'radio'
  readonly id?: string
  readonly name: string
  readonly value?: string
  readonly label: string
  readonly hint?: string | undefined
  readonly checked: boolean
}

/** A box to tick (`yes` when it is), or one round button of several. */
export function Tick({
  type = 'checkbox',
  name,
  id = name,
  value = 'yes',
  label,
  hint,
  checked,
}: TickProps) {
  return (
    <div class="tick">
      <input
        type={type}
        id={id}
        name={name}
        value={value}
        checked={checked}
        {...describedBy(id, hint, undefined)}
      />
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

type ButtonProps = Children & {
  /** `quiet` for what is not the main thing, `grave` for what cannot be taken back. */
  readonly as?: 'main' | 'quiet' | 'grave'
  readonly name?: string
  readonly value?: string
  /** Sends the form to another address than its own. */
  readonly formAction?: string
  /** The form it belongs to, when it stands elsewhere. */
  readonly form?: string
  readonly id?: string
  readonly disabled?: boolean
  readonly 'aria-label'?: string
}

export function Button({ as = 'main', children, ...button }: ButtonProps) {
  return (
    <button type="submit" class={`button ${as}`} {...button}>
      {children}
    </button>
  )
}

/** At the top of a form that could not be taken: every mistake, with a way to its field (W-10). */
export function MistakeSummary({
  mistakes,
}: {
  readonly mistakes: Readonly<Record<string, string>>
}) {
  const { words } = useContext(InPage)
  const all = Object.entries(mistakes)
  return all.length === 0 ? null : (
    <div class="mistakes" role="alert" tabIndex={-1}>
      <h2>{words.mistakesTitle}</h2>
      <ul>
        {all.map(([name, mistake]) => (
          <li>
            <a href={`#${name}`}>{mistake}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Label({ name, label, hint, mistake }: FieldProps) {
  return (
    <>
      <label for={name}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {mistake !== undefined && (
        <p class="mistake" id={`${name}-mistake`}>
          {mistake}
        </p>
      )}
    </>
  )
}

function describedBy(name: string, hint: string | undefined, mistake: string | undefined) {
  const ids = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(mistake === undefined ? [] : [`${name}-mistake`]),
  ]
  return {
    ...(ids.length > 0 && { 'aria-describedby': ids.join(' ') }),
    ...(mistake !== undefined && { 'aria-invalid': 'true' as const }),
  }
}
