import { createHmac } from 'node:crypto'

/**
 * `X-Twilio-Signature`: base64 of HMAC-SHA1, keyed with the account's auth token, over the address and the form.
 *
 *   https://host/path?query  key1value1  key2value2 …       (keys in order, nothing between)
 *
 * Twilio, Webhooks security: without fragment and user; https drops the port, http keeps it.
 * For a GET the parameters are in the address already: leave `form` empty.
 */
export function signatureOf(
  authToken: string,
  url: string,
  form: Readonly<Record<string, string>>,
): string {
  const fields = Object.keys(form)
    .sort()
    .map((key) => key + (form[key] ?? ''))
  const text = signedUrl(url) + fields.join('')
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64')
}

function signedUrl(url: string): string {
  const signed = new URL(url)
  signed.username = ''
  signed.password = ''
  signed.hash = ''
  if (signed.protocol === 'https:') signed.port = ''
  return signed.href
}
