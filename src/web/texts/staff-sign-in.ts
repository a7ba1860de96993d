import { z } from 'zod'
import { block, sentence } from './shapes.ts'

const secondFactor = z.strictObject({
  title: sentence,
  lede: sentence,
  code: sentence,
  codeHint: sentence,
  send: sentence,
  recoveryTitle: sentence,
  recoveryHint: sentence,
  recoveryCode: sentence,
  recoverySend: sentence,
})

const invitation = z.strictObject({
  title: sentence,
  lede: sentence,
  name: sentence,
  nameHint: sentence,
  passphrase: sentence,
  /** `{min}` characters. */
  passphraseHint: sentence,
  appTitle: sentence,
  appSteps: z.array(sentence).length(3),
  qr: sentence,
  setupKey: sentence,
  code: sentence,
  codeHint: sentence,
  send: sentence,
  gone: block,
})

/** Signing in to the staff console, the first time and every time. */
export const staffSignIn = z.strictObject({
  title: sentence,
  lede: sentence,
  name: sentence,
  passphrase: sentence,
  send: sentence,
  forgotten: sentence,
  mistakes: z.strictObject({
    wrong: sentence,
    old: sentence,
    /** Ten wrong ones within a quarter of an hour. */
    tooMany: sentence,
    code: sentence,
    codeTooMany: sentence,
    name: sentence,
    nameTaken: sentence,
    passphrase: sentence,
    /** `{min}` */
    short: sentence,
    simple: sentence,
  }),
  secondFactor,
  invitation,
  recovery: z.strictObject({
    title: sentence,
    lede: sentence,
    list: sentence,
    keep: sentence,
    on: sentence,
  }),
})
