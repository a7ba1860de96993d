import type { RequestHandler } from 'express'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import type { Announce } from '../conference/ports.ts'
import type { Addresses } from './addresses.ts'

export const signatureHeader = 'X-Twilio-Signature'

/** Longer than any signature (base64 of 20 bytes). */
const signatureCharactersMax = 64

/**
 * Lets pass what our carrier signed, and nothing else (S-50). The address is the one we told the
 * carrier, never what the request says it was called: a Host header is anybody's word. Without a token
 * nothing passes.
 */
export function signedOnly(
  tokens: readonly string[],
  { signed }: Pick<Addresses, 'signed'>,
  announce: Announce,
): RequestHandler {
  const usable = tokens.filter((token) => token !== '')
  return (request, response, next) => {
    const signature = request.get(signatureHeader) ?? ''
    const url = signed(request.originalUrl)
    const form = request.body as Record<string, unknown> | undefined
    if (usable.some((token) => isSigned(token, signature, url, form ?? {}))) {
      next()
      return
    }
    announce({ event: 'webhook.refused', path: request.path, reason: 'signature' })
    response.sendStatus(403)
  }
}

function isSigned(
  token: string,
  signature: string,
  url: string,
  form: Record<string, unknown>,
): boolean {
  if (signature === '' || signature.length > signatureCharactersMax) return false
  try {
    return validateRequest(token, signature, url, form)
  } catch {
    // An address that cannot be one (Twilio throws ERR_INVALID_URL).
    return false
  }
}
