import type { ComponentChildren } from 'preact'
import { z } from 'zod'
import { reasonMax } from '../../conference/staff/audit.ts'
import { Button, Form, TextField } from '../form.tsx'

/** Whatever staff do to others needs one sentence that says why; it goes to the audit log. */
export const reasonGiven = z.object({
  reason: z.string().trim().min(1, 'reason').max(reasonMax, 'reason'),
})

type Words = {
  /** What opens the question. */
  readonly open: string
  /** What will be then, in plain words. */
  readonly explain: string
  readonly do: string
}
type AskedOnceProps = {
  readonly words: Words
  readonly action: string
  /** Where several of a page end in the same word. */
  readonly id?: string
  readonly grave?: boolean
  readonly reason: { readonly label: string; readonly hint: string }
  /** Asked again because the sentence was missing. */
  readonly mistake?: string | undefined
  /** Asked again because of something else that was asked for. */
  readonly open?: boolean
  /** More that is said or asked for, before why. */
  readonly children?: ComponentChildren
}

/** A button that asks once, with the consequence (W-09), and why. Unfolds without any script. */
export function AskedOnce(props: AskedOnceProps) {
  const { words, action, id, grave, reason, mistake, open = false, children } = props
  return (
    <details class="asked" open={open || mistake !== undefined}>
      <summary>{words.open}</summary>
      <Form action={action} class="sheet narrow">
        <p>{words.explain}</p>
        {children}
        <TextField
          name="reason"
          id={reasonId(id ?? action)}
          label={reason.label}
          hint={reason.hint}
          mistake={mistake}
          maxLength={reasonMax}
          autoComplete="off"
        />
        <Button as={grave === true ? 'grave' : 'main'}>{words.do}</Button>
      </Form>
    </details>
  )
}

/** `/people/4f/remove` → `reason-remove` */
export function reasonId(action: string): string {
  return `reason-${action.slice(action.lastIndexOf('/') + 1)}`
}
