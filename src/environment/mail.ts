import { mailAddress, url } from './checks.ts'

/** Mails to organisers. */

export const mail = {
  SMTP_URL: url(/^smtps?:$/, 'must be smtp://… or smtps://…')
    .refine((value) => !/[?#]/.test(value), 'must end with the host or the port')
    .optional()
    .describe('Mail server. Without it mails are put as files into <DATA_DIR>/outbox.'),
  MAIL_FROM: mailAddress()
    .optional()
    .describe('Sender of our mails. Nobody needs to read what is sent there.'),
}
