import { outbox } from './outbox.ts'
import { smtp } from './smtp.ts'
import type { Transport } from './transport.ts'

/** How mails leave this house. */
export type MailSettings =
  | { readonly kind: 'smtp'; readonly url: string; readonly from: string }
  | { readonly kind: 'outbox'; readonly folder: string }

export type MailParts = {
  /** Who writes, as people read it. */
  readonly organisation: string
  readonly publicUrl: URL
  readonly now: () => number
}

/** The way out that the settings name. */
export function openTransport(
  settings: MailSettings,
  { organisation: name, publicUrl, now }: MailParts,
): Transport {
  const ownHost = publicUrl.hostname
  if (settings.kind === 'smtp') {
    return smtp({ url: settings.url, from: { name, address: settings.from }, ownHost })
  }
  const address = `rundruf@${ownHost.includes('.') && !/^[\d.]+$/.test(ownHost) ? ownHost : 'localhost'}`
  return outbox(settings.folder, { name, address }, now)
}

/** Where mails go, for the lines that are printed at the start. */
export function whereMailsGo(settings: MailSettings): string {
  return settings.kind === 'smtp'
    ? `by ${new URL(settings.url).host}`
    : `as files in ${settings.folder} (SMTP_URL is not set)`
}
