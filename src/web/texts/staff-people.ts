import { z } from 'zod'
import { sentence } from './shapes.ts'

const asked = z.strictObject({ open: sentence, explain: sentence, do: sentence })

/** Who works here: their own account, and for admins everybody's. */
export const staffPeople = z.strictObject({
  me: z.strictObject({
    title: sentence,
    name: sentence,
    role: sentence,
    lastSignIn: sentence,
    codesTitle: sentence,
    /** `{left}` */
    codesLeft: sentence,
    codesNew: asked,
    passphraseTitle: sentence,
    passphraseOld: sentence,
    passphraseNew: sentence,
    passphraseSend: sentence,
    sessionsTitle: sentence,
    sessionsTable: sentence,
    browser: sentence,
    since: sentence,
    seen: sentence,
    thisOne: sentence,
    endOthers: sentence,
  }),
  title: sentence,
  lede: sentence,
  table: sentence,
  name: sentence,
  role: sentence,
  lastSignIn: sentence,
  never: sentence,
  change: sentence,
  /** `{name}`, for who hears the page. */
  changeOf: sentence,
  makeAdmin: asked,
  makeStaff: asked,
  reset: asked,
  remove: asked,
  reason: sentence,
  reasonHint: sentence,
  you: sentence,
  lastAdmin: sentence,
  invitationsTitle: sentence,
  invitationsTable: sentence,
  invitationsNone: sentence,
  unnamed: sentence,
  until: sentence,
  withdraw: sentence,
  withdrawOf: sentence,
  invite: z.strictObject({
    title: sentence,
    name: sentence,
    role: sentence,
    staffHint: sentence,
    adminHint: sentence,
    send: sentence,
  }),
  link: z.strictObject({
    title: sentence,
    /** `{name}` */
    lede: sentence,
    label: sentence,
    back: sentence,
  }),
  mistakes: z.strictObject({
    name: sentence,
    nameTaken: sentence,
    role: sentence,
    reason: sentence,
    many: sentence,
  }),
})
