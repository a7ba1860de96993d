import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'

/*
 * Text that the database may hold but not read: AES-256-GCM with a key that is kept elsewhere.
 *
 *   1 │ nonce 12 bytes │ tag 16 bytes │ text        in base64; earlier versions wrote base64url, which reads the same way
 *
 * The owner (a room, a call) is bound in as associated data, so that a sealed text moved to another row
 * does not open.
 */
const algorithm = 'aes-256-gcm'
const format = '1'
const nonceBytes = 12
const tagBytes = 16

export const sealKeyBytes = 32

/** Nonces are drawn from the system in bulk: one call costs as much as sealing. */
const noncesDrawn = 256

export type Seal = {
  seal(text: string, owner: string): string
  /** @throws SealBroken */
  open(sealed: string, owner: string): string
  /** Takes as long as opening a PIN, for where there is none. */
  openDecoy(): void
}

/** The text was sealed with another key or for another owner, or was changed. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

/** @throws Error when the key is not 32 bytes long */
export function sealWith(key: Buffer): Seal {
  if (key.length !== sealKeyBytes) throw new Error(`the PIN key must have ${sealKeyBytes} bytes`)
  const secret = createSecretKey(key)
  const decoy = 'decoy'
  const nextNonce = nonces()
  const seal: Omit<Seal, 'openDecoy'> = {
    seal(text, owner) {
      const nonce = nextNonce()
      const cipher = createCipheriv(algorithm, secret, nonce)
      cipher.setAAD(Buffer.from(owner))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return format + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed.slice(format.length), 'base64')
      try {
        const decipher = createDecipheriv(algorithm, secret, bytes.subarray(0, nonceBytes))
        decipher.setAAD(Buffer.from(owner))
        decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
        const body = decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8')
        return body + decipher.final('utf8')
      } catch (cause) {
        throw new SealBroken('a sealed text does not open', { cause })
      }
    },
  }
  const sealedDecoy = seal.seal('000000', decoy)
  return {
    ...seal,
    openDecoy() {
      seal.open(sealedDecoy, decoy)
    },
  }
}

/** A fresh nonce on each call, never one twice. */
function nonces(): () => Buffer {
  let drawn = Buffer.alloc(0)
  return () => {
    if (drawn.length === 0) drawn = randomBytes(nonceBytes * noncesDrawn)
    const nonce = drawn.subarray(0, nonceBytes)
    drawn = drawn.subarray(nonceBytes)
    return nonce
  }
}
