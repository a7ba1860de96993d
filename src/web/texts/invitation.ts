import { z } from 'zod'
import { block, field, mistakes, sentence } from './shapes.ts'

/** The page from which a group is invited. */
export const invitation = z.strictObject({
  title: sentence,
  lede: sentence,
  language: sentence,
  paper: z.strictObject({
    title: sentence,
    text: sentence,
    withName: field,
    open: sentence,
    print: sentence,
    /** A button that only a script can bring. */
    printNow: sentence,
    back: sentence,
  }),
  mail: z.strictObject({
    title: sentence,
    text: sentence,
    addresses: field,
    withCalendar: field,
    send: sentence,
    toMe: sentence,
    sentTitle: sentence,
    states: z.strictObject({
      onItsWay: sentence,
      notYet: sentence,
      sent: sentence,
      failed: sentence,
    }),
    show: sentence,
  }),
  message: z.strictObject({
    title: sentence,
    text: sentence,
    label: sentence,
    /** Buttons that only a script can bring. */
    copy: sentence,
    copied: sentence,
    share: sentence,
  }),
  calendar: z.strictObject({
    title: sentence,
    text: sentence,
    withDial: field,
    load: sentence,
  }),
  tap: z.strictObject({
    title: sentence,
    text: sentence,
    qr: sentence,
    qrText: sentence,
  }),
  archived: block,
  mistakes,
})
