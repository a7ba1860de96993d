import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SendMailOptions } from 'nodemailer'
import { message } from './message.ts'
import type { Sender, Transport } from './transport.ts'

/** The newest are kept; they hold addresses and codes, and nobody should hoard those. */
const filesMax = 200

/**
 * Mails as files in a folder, where there is no mail server: to try everything on one machine. Any mail program opens
 * them; only this user of the machine may read them.
 */
export function outbox(folder: string, from: Sender, now: () => number): Transport {
  return {
    async handOver(id, mail) {
      const written = message(id, mail, from)
      if (written === undefined) return { is: 'broken' }
      try {
        const { message: bytes } = await inFull(written)
        await mkdir(folder, { recursive: true, mode: 0o700 })
        // Whole or not at all: it is written under another name first.
        const name = `${fileTime(now())}-${id.slice(0, 8)}.eml`
        const draft = join(folder, `.${name}`)
        await writeFile(draft, bytes as Buffer, { mode: 0o600 })
        await rename(draft, join(folder, name))
        await keepNewest(folder)
        return { is: 'taken' }
      } catch (error) {
        const { code = 'unknown' } = error as NodeJS.ErrnoException
        return { is: 'unreachable', why: `outbox ${code}` }
      }
    },
  }
}

/** The bytes of a mail. Loaded for the first one: most processes end before it. */
async function inFull(written: SendMailOptions) {
  const { createTransport } = await import('nodemailer')
  const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return writer.sendMail(written)
}

/** `2026-11-24T18-00-00-000Z`: sorts by time, and every file system takes it. */
function fileTime(at: number): string {
  return new Date(at).toISOString().replace(/[:.]/g, '-')
}

async function keepNewest(folder: string): Promise<void> {
  const mails = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort()
  for (const name of mails.slice(0, -filesMax)) await rm(join(folder, name), { force: true })
}
