import { z } from 'zod'
import { block, sentence } from './shapes.ts'

/** Signing in: the address, the code, the link, and the mail that brings both. */
export const signIn = z.strictObject({
  title: sentence,
  lede: sentence,
  address: sentence,
  send: sentence,
  newHere: block,
  callers: block.extend({ link: sentence }),
  mistakes: z.strictObject({
    addressMissing: sentence,
    addressForm: sentence,
    networkWaits: sentence,
    everybodyWaits: sentence,
  }),
  code: z.strictObject({
    title: sentence,
    /** `{address}` */
    sentTo: sentence,
    lede: sentence,
    field: sentence,
    /** `{digits}`, `{example}` */
    hint: sentence,
    signIn: sentence,
    /** `{minutes}` */
    lasts: sentence,
    waits: block,
    failed: block,
    gone: block,
    lookAgain: sentence,
    noMail: sentence,
    /** `{mails}` a day */
    advice: z.array(sentence),
    again: sentence,
    other: sentence,
    mistakes: z.strictObject({ codeLength: sentence, codeWrong: sentence }),
  }),
  link: z.strictObject({
    title: sentence,
    /** `{address}` */
    lede: sentence,
    signIn: sentence,
    otherBrowser: block,
    gone: block,
    again: sentence,
  }),
  /** Staff have locked the account. */
  locked: z.strictObject({ title: sentence, text: z.array(sentence) }),
  mail: z.strictObject({
    subject: sentence,
    /** `{code}`, `{link}`, `{minutes}`, `{organisation}` */
    withCode: z.array(z.string()),
    onlyLink: z.array(z.string()),
  }),
})
