import { createHmac } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

/*
 * The second factor: six digits that an authenticator app makes anew every 30 seconds out of a shared secret
 * (RFC 6238). The code before and the one after are taken, too, because clocks differ; no code is taken twice.
 */
const periodMs = 30_000
const secretBytes = 20
export const totpDigits = 6

/**
 * The secret that belongs to an invitation. Made from its token, so that looking at the page again shows the same one
 * and nothing needs to be kept until it is confirmed.
 */
export function secretFor(key: Buffer, invitationToken: string): string {
  const bytes = createHmac('sha256', key).update(invitationToken).digest()
  return new Secret({ buffer: new Uint8Array(bytes.subarray(0, secretBytes)).buffer }).base32
}

/** What an authenticator app reads: `otpauth://totp/…`. */
export function totpAddress(issuer: string, label: string, secret: string): string {
  return new TOTP({ issuer, label, secret }).toString()
}

/** The secret as people type it, in groups of four. */
export function typedSecret(secret: string): string {
  return (secret.match(/.{1,4}/g) ?? []).join(' ')
}

/** The step that this code belongs to; undefined when it fits none of these minutes. */
export function stepOf(secret: string, code: string, at: number): number | undefined {
  const token = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  const delta = new TOTP({ secret, digits: totpDigits }).validate({
    token,
    timestamp: at,
    window: 1,
  })
  return delta === null ? undefined : Math.floor(at / periodMs) + delta
}
