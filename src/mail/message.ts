import type { SendMailOptions } from 'nodemailer'
import { mailAddressPattern, type Mail } from '../conference/organiser/mails.ts'
import type { Sender } from './transport.ts'

/**
 * A mail as nodemailer takes it. Plain text and nothing else: no picture that reports who reads (P-15), no program's
 * name, no name of our machine. The Message-ID is random and stays the same when a mail is tried again, so that a
 * receiver can tell a second copy. `Auto-Submitted` keeps machines from answering (RFC 3834 §5). Nothing when `to` is
 * not one address: nodemailer would make two receivers of `a@b, c@d`.
 */
export function message(id: string, mail: Mail, from: Sender): SendMailOptions | undefined {
  if (!mailAddressPattern.test(mail.to)) return undefined
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return {
    from: { name: from.name, address: from.address },
    to: { name: '', address: mail.to },
    envelope: { from: from.address, to: [mail.to] },
    subject: mail.subject,
    text: mail.text,
    textEncoding: 'quoted-printable',
    messageId: `<${id}@${domain}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(mail.locale !== undefined && { 'Content-Language': mail.locale }),
    },
    attachments: (mail.attachments ?? []).map(({ fileName, contentType, content }) => ({
      filename: fileName,
      contentType,
      content,
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
