import type { Installation } from './installation.ts'

/** What looking at one thing has shown. */
export type Finding =
  | { readonly is: 'fine'; readonly says: string }
  /** Works, and could be better; the exit code stays 0. */
  | { readonly is: 'worth-a-look'; readonly says: string; readonly todo: string }
  | {
      readonly is: 'wrong'
      readonly says: string
      readonly todo: string
      /** Puts it right; only done when asked for. */
      readonly mend?: () => Promise<void>
      /** Checks that cannot see anything while this is so. */
      readonly hides?: readonly string[]
    }
  /** Nothing to look at here. */
  | { readonly is: 'not-looked-at'; readonly says: string }

/** One thing that is looked at: a word for it, and how. */
export type Check = {
  readonly name: string
  readonly look: (at: Installation) => Promise<readonly Finding[]>
}

export const fine = (says: string): Finding => ({ is: 'fine', says })

export const notLookedAt = (says: string): Finding => ({ is: 'not-looked-at', says })

export const worthALook = (says: string, todo: string): Finding => ({
  is: 'worth-a-look',
  says,
  todo,
})

type More = Pick<Extract<Finding, { is: 'wrong' }>, 'mend' | 'hides'>

export const wrong = (says: string, todo: string, more: More = {}): Finding => ({
  is: 'wrong',
  says,
  todo,
  ...more,
})
