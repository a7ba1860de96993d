import { z } from 'zod'
import { reasonMax } from '../../conference/audit.ts'
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
  readonly grave?: boolean
  readonly reason: { readonly label: string; readonly hint: string }
  /** Asked again because the sentence was missing. */
  readonly mistake?: string | undefined
}

/** A button that asks once, with the consequence (W-09), and why. Unfolds without any script. */
export function AskedOnce({ words, action, grave, reason, mistake }: AskedOnceProps) {
  return (
    <details class="asked" open={mistake !== undefined}>
      <summary>{words.open}</summary>
      <Form action={action} class="sheet narrow">
        <p>{words.explain}</p>
        <TextField
          name="reason"
          id={reasonId(action)}
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
