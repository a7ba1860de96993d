import { statfs } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { carrierAccount, numberAtCarrier } from '../../carrier-account.ts'
import { openSecrets } from '../../secrets.ts'
import type { Settings } from '../../settings.ts'
import { addresses } from '../../voice/addresses.ts'
import { carrierOf } from './carrier.ts'
import type { Installation } from './installation.ts'

/** The installation of these settings. @throws SecretsUnusable */
export function installationOf(
  settings: Settings,
  instead: Partial<Pick<Installation, 'ca' | 'now' | 'freeBytes' | 'configFolder'>> = {},
): Installation {
  const secrets = openSecrets(settings.dataDir)
  const account = carrierAccount(settings.phone, secrets)
  return {
    settings,
    secrets,
    account,
    number: numberAtCarrier(settings.phone),
    where: addresses(settings.http.publicUrl),
    carrier: carrierOf(account, instead.ca),
    configFolder: fileURLToPath(new URL('../../../config', import.meta.url)),
    now: Date.now,
    async freeBytes(folder) {
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
    ...instead,
  }
}
