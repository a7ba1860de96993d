import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'

/*
 * A file that nobody can read or change without its passphrase (docs/operate.md describes it for other programs):
 *
 *   {"format":"rundruf-backup","version":1,…}\n   the head, readable
 *   chunk 0 │ chunk 1 │ … │ last chunk            AES-256-GCM each: up to 64 KiB of text in cipher, then 16 bytes of tag
 *
 * The key is scrypt of the passphrase and the head's salt. Each chunk's nonce is the head's 7 bytes, the chunk's number in 4
 * and one byte that says whether it is the last; the head is authenticated with each. So nothing can be changed,
 * swapped, left out, added or cut off without being noticed (the construction is known as STREAM).
 */

/** The file is no backup, a damaged one, or not one for this place. The message is for the operator. */
export class BackupUnusable extends Error {
  override readonly name = 'BackupUnusable'
}

const chunkBytes = 65_536
const tagBytes = 16
const headBytesMax = 4096
const keyBytes = 32
const cost = { N: 131_072, r: 8, p: 1 } as const
const scryptBytesMax = 256 * 1024 * 1024

const headForm = z.strictObject({
  format: z.literal('rundruf-backup'),
  version: z.number().int().positive(),
  /** How far the database was. */
  schema: z.number().int().positive(),
  made: z.iso.datetime(),
  scrypt: z.strictObject({
    N: z.literal(cost.N),
    r: z.literal(cost.r),
    p: z.literal(cost.p),
    salt: z.base64(),
  }),
  nonce: z.base64(),
})
export type Head = z.infer<typeof headForm>

const version = 1

/** Seals what comes, as it comes. */
export async function* sealFile(
  about: Pick<Head, 'schema' | 'made'>,
  passphrase: string,
  content: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void> {
  const salt = randomBytes(16)
  const prefix = randomBytes(7)
  const head: Head = {
    format: 'rundruf-backup',
    version,
    ...about,
    scrypt: { ...cost, salt: salt.toString('base64') },
    nonce: prefix.toString('base64'),
  }
  const headLine = Buffer.from(`${JSON.stringify(head)}\n`)
  const key = await keyOf(passphrase, salt)
  yield headLine
  let number = 0
  for await (const { bytes, isLast } of chunks(content, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, number++, isLast))
    cipher.setAAD(headLine)
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
  }
}

export type Opened = { readonly head: Head; readonly content: AsyncGenerator<Buffer, void> }

/**
 * Reads the head at once and the content as it is asked for.
 * @throws BackupUnusable, also from the content: only when that has come to its end was all of it right
 */
export async function openFile(file: AsyncIterable<Buffer>, passphrase: string): Promise<Opened> {
  const source = file[Symbol.asyncIterator]()
  const { head, headLine, rest } = await readHead(source)
  const key = await keyOf(passphrase, Buffer.from(head.scrypt.salt, 'base64'))
  const prefix = Buffer.from(head.nonce, 'base64')
  async function* content(): AsyncGenerator<Buffer, void> {
    let number = 0
    for await (const { bytes, isLast } of chunks(following(rest, source), chunkBytes + tagBytes)) {
      const nonce = nonceOf(prefix, number++, isLast)
      yield opened(key, nonce, headLine, bytes)
    }
  }
  return { head, content: content() }
}

function opened(key: Buffer, nonce: Buffer, headLine: Buffer, bytes: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
    decipher.setAAD(headLine).setAuthTag(bytes.subarray(-tagBytes))
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()])
  } catch (cause) {
    throw new BackupUnusable(
      'The backup cannot be opened: the passphrase is another one, or the file was changed or cut off.',
      { cause },
    )
  }
}

async function readHead(source: AsyncIterator<Buffer>) {
  let read = Buffer.alloc(0)
  for (;;) {
    const end = read.indexOf('\n')
    if (end >= 0) {
      const headLine = read.subarray(0, end + 1)
      return { head: headOf(headLine), headLine, rest: read.subarray(end + 1) }
    }
    const next = read.length > headBytesMax ? undefined : await source.next()
    if (next === undefined || next.done === true) throw new BackupUnusable(noBackup)
    read = Buffer.concat([read, next.value])
  }
}

const noBackup = 'This file is no backup of Rundruf.'

function headOf(line: Buffer): Head {
  const found = headForm.safeParse(asJson(line.toString('utf8')))
  if (!found.success) throw new BackupUnusable(noBackup)
  if (found.data.version > version) {
    throw new BackupUnusable('The backup was made by a newer Rundruf. Please use that one.')
  }
  return found.data
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function* following(first: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  for (;;) {
    const next = await source.next()
    if (next.done === true) return
    yield next.value
  }
}

/** Pieces of this length, the last one shorter or as long; there is always a last one. */
async function* chunks(content: AsyncIterable<Buffer>, length: number) {
  let kept = Buffer.alloc(0)
  for await (const bytes of content) {
    kept = Buffer.concat([kept, bytes])
    while (kept.length > length) {
      yield { bytes: kept.subarray(0, length), isLast: false }
      kept = kept.subarray(length)
    }
  }
  yield { bytes: kept, isLast: true }
}

function nonceOf(prefix: Buffer, number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  prefix.copy(nonce)
  nonce.writeUInt32BE(number, 7)
  nonce.writeUInt8(isLast ? 1 : 0, 11)
  return nonce
}

function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const options = { ...cost, maxmem: scryptBytesMax }
  scrypt(passphrase.normalize('NFC'), salt, keyBytes, options, (error, key) => {
    if (error === null) resolve(key)
    else reject(error)
  })
  return promise
}
