import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/*
 * Passphrases are kept as scrypt hashes, with what they cost written beside:
 *
 *   scrypt $ log2 N $ r $ p $ salt $ hash
 *
 * A hash takes 64 MB and a fifth of a second on purpose. One is worked on at a time, so that nobody can fill the memory
 * by signing in a hundred times at once.
 */
export type Passphrases = {
  hash(passphrase: string): Promise<string>
  /** Takes as long without a hash, for names that nobody has (S-04). */
  fits(passphrase: string, hash: string | undefined): Promise<boolean>
}

export type Cost = { readonly log2N: number; readonly r: number; readonly p: number }
/** OWASP's password storage cheat sheet: N=2^16, r=8, p=2. */
export const usualCost: Cost = { log2N: 16, r: 8, p: 2 }

const saltBytes = 16
const hashBytes = 32
/** People who wait for their turn to sign in. */
const waitingMax = 20

/** Too many sign in at once; they may try again soon. */
export class TooManyAtOnce extends Error {
  override readonly name = 'TooManyAtOnce'
  readonly status = 429
}

export function scryptPassphrases(cost = usualCost): Passphrases {
  const inTurn = oneByOne()
  const nobodys = written(cost, randomBytes(saltBytes), randomBytes(hashBytes))
  return {
    async hash(passphrase) {
      const salt = randomBytes(saltBytes)
      return written(cost, salt, await inTurn(() => derived(passphrase, salt, cost)))
    },
    async fits(passphrase, hash) {
      const known = read(hash ?? '')
      const { salt, hash: expected, cost: its } = known ?? read(nobodys) ?? impossible()
      const found = await inTurn(() => derived(passphrase, salt, its))
      return timingSafeEqual(found, expected) && known !== undefined
    },
  }
}

function derived(passphrase: string, salt: Buffer, { log2N, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** log2N
  // scrypt wants 128·N·r bytes; Node refuses above 32 MB unless told.
  const options = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, hashBytes, options, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}

function written({ log2N, r, p }: Cost, salt: Buffer, hash: Buffer): string {
  return ['scrypt', log2N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

function read(text: string) {
  const found = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/.exec(text)
  if (found === null) return undefined
  const [, log2N, r, p, salt = '', hash = ''] = found
  return {
    cost: { log2N: Number(log2N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  }
}

const impossible = (): never => {
  throw new Error('what was just written cannot be read')
}

function oneByOne() {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting >= waitingMax) throw new TooManyAtOnce('too many sign in at once')
    waiting += 1
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    try {
      return await mine
    } finally {
      waiting -= 1
    }
  }
}
