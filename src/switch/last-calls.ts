import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { callMsMax } from './call/begin.ts'
import type { Log } from './log.ts'
import type { Dialog } from './sip/call/dialog.ts'
import { dialogFrom, recordOf } from './sip/call/dialog-record.ts'

const nonceBytes = 12
const tagBytes = 16
const cipher = 'aes-256-gcm'

const fileForm = z.array(z.strictObject({ since: z.number(), dialog: z.unknown() }))

/** Where the calls that are up are written down, and the key that seals them (32 bytes). */
export type LastCallsPlace = { readonly file: string; readonly key: Buffer }

/**
 * The dialogs of the calls that are up, on disk, so that a switch that died can hang up when it is back: nobody sits in
 * silence. A BYE needs the address of the caller's telephone or provider, so the file is sealed, and gone with
 * the last call; who called is in it only where that address says so.
 *
 *   answered ──▶ keep ──▶ file                 killed ──▶ started again: left() ──▶ BYE, then forget
 *   over ──────▶ forget ─▶ file without it, none at all when nobody calls
 */
export type LastCalls = {
  /** It is up, or its peer has moved. */
  keep(dialog: Dialog): void
  forget(dialog: Dialog): void
  /** Calls that were up when the switch died; they stay written down until they are forgotten. */
  left(): Promise<Dialog[]>
  /** Nothing is up any more: the file is removed. */
  close(): Promise<void>
}

/** @param wallClock ms since the epoch: whatever began longer ago than any call lasts is over without us */
export function lastCalls(
  { file, key }: LastCallsPlace,
  log: Log,
  wallClock: () => number = Date.now,
): LastCalls {
  const up = new Map<Dialog, number>()
  let writing: Promise<void> | undefined
  let changed = false

  /** At once; what changes while it is written is written together afterwards. */
  async function write(): Promise<void> {
    while (changed) {
      changed = false
      const calls = Array.from(up, ([dialog, since]) => ({ since, dialog: recordOf(dialog) }))
      try {
        await put(file, calls.length === 0 ? undefined : seal(JSON.stringify(calls), key))
      } catch (error) {
        log.warn({ why: String(error) }, 'the calls that are up cannot be written down')
      }
    }
    writing = undefined
  }

  function change(): void {
    changed = true
    writing ??= write()
  }

  return {
    keep(dialog) {
      up.set(dialog, up.get(dialog) ?? wallClock())
      change()
    },
    forget(dialog) {
      if (up.delete(dialog)) change()
    },
    async left() {
      const text = await readSealed(file, key, log)
      const found: Dialog[] = []
      for (const { since, dialog } of fileForm.safeParse(text).data ?? []) {
        const read = dialogFrom(dialog)
        if (read === undefined || wallClock() - since > callMsMax) continue
        up.set(read, since)
        found.push(read)
      }
      change()
      return found
    },
    async close() {
      up.clear()
      change()
      await writing
    },
  }
}

/** Whole or not at all: nobody ever reads half a file. */
async function put(file: string, bytes: Buffer | undefined): Promise<void> {
  if (bytes === undefined) {
    await rm(file, { force: true })
    return
  }
  const draft = `${file}.new`
  await writeFile(draft, bytes, { mode: 0o600 })
  await rename(draft, file)
}

/** Unreadable is as good as empty: those callers have to hang up themselves. */
async function readSealed(file: string, key: Buffer, log: Log): Promise<unknown> {
  try {
    return JSON.parse(unseal(await readFile(file), key))
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!missing) log.warn({ why: String(error) }, 'the calls of before cannot be read')
    return []
  }
}

/** nonce, what is sealed, tag (NIST SP 800-38D). */
function seal(text: string, key: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes)
  const sealing = createCipheriv(cipher, key, nonce)
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()])
  return Buffer.concat([nonce, sealed, sealing.getAuthTag()])
}

/** @throws Error when it was not sealed with this key */
function unseal(bytes: Buffer, key: Buffer): string {
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  opening.setAuthTag(bytes.subarray(-tagBytes))
  const text = opening.update(bytes.subarray(nonceBytes, -tagBytes))
  return Buffer.concat([text, opening.final()]).toString('utf8')
}
