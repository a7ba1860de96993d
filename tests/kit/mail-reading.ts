import type { Mail } from '../../src/conference/organiser/mails.ts'

/** What somebody finds in the mail about signing in. */
export function codeOf({ text }: Mail): string {
  return /\b(\d{4} \d{4})\b/.exec(text)?.[1] ?? ''
}
export function linkOf({ text }: Mail): string {
  return new URL(/https?:\/\/\S+/.exec(text)?.[0] ?? 'http://none.example/').pathname
}
