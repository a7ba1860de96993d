import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import type { Log } from '../../log.ts'
import type { TlsIdentity } from './tls.ts'

/** Files of a certificate and its key, both PEM. */
export type IdentityFiles = { readonly certificate: string; readonly key: string }

/** How often we look whether the files hold another certificate. */
const lookMs = 60_000
/** A renewal writes two files, one after the other; only what is still wrong at the next look is said. */
const faultsUntilSaid = 2

/**
 * Gives a renewed certificate to `take` within a minute; without files there is nothing to look at. One that cannot be
 * read, or does not belong to its key, is said once, and the one before stays.
 * @returns stops looking
 */
export function watchIdentity(
  { files, ...atStart }: TlsIdentity,
  log: Log,
  take: (renewed: TlsIdentity) => void,
): () => void {
  if (files === undefined) return () => undefined
  let held: TlsIdentity = atStart
  let faults = 0
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function look(from: IdentityFiles): Promise<void> {
    try {
      const found = await readIdentity(from)
      if (found.certificate !== held.certificate || found.key !== held.key) {
        const { validTo } = fitting(found)
        take(found)
        held = found
        log.info({ validTo }, 'sip: the renewed certificate is in use')
      }
      faults = 0
    } catch (error) {
      faults++
      if (faults !== faultsUntilSaid) return
      log.warn(
        { why: String(error) },
        'sip: the renewed certificate is of no use; the old one stays',
      )
    }
  }

  const lookLater = () => {
    if (!stopped) timer = setTimeout(() => void look(files).then(lookLater), lookMs)
  }
  lookLater()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** Trimmed, as what is given at the start is. */
async function readIdentity({ certificate, key }: IdentityFiles): Promise<TlsIdentity> {
  const read = async (file: string) => (await readFile(file, 'utf8')).trim()
  return { certificate: await read(certificate), key: await read(key) }
}

/** @throws Error when it is no certificate, or that of another key */
function fitting({ certificate, key }: TlsIdentity): X509Certificate {
  createSecureContext({ cert: certificate, key })
  return new X509Certificate(certificate)
}
