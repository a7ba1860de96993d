import { startApp } from '../app.ts'
import { inThrees } from '../conference/room/numbers.ts'
import { demo, demoRoom, isLoopback, isPrivate } from '../demo-room.ts'
import { whereMailsGo } from '../mail/open.ts'
import { openSecrets } from '../secrets.ts'
import { readSettings, variables } from '../settings.ts'
import { firstStaffLink } from '../staff-console.ts'
import { withFreePorts } from './free-ports.ts'
import { serve } from './serve.ts'
import { testWay } from './test-call.ts'

/** `rundruf app`: pages, webhooks and the database, without a switch. */
export async function app(): Promise<number> {
  const given = variables()
  const settings = readSettings(await withFreePorts(given, readSettings(given)))
  process.umask(0o077) // what we write is ours alone
  const secrets = openSecrets(settings.dataDir)
  return serve(settings, 'app', async (log) => {
    const test = testWay(settings, secrets)
    const besides = test.is === 'possible' ? { testCall: test.call } : {}
    const running = await startApp(settings, secrets, log, besides)
    const { staff } = settings
    const firstLink = await firstStaffLink(running, staff.url)
    if (staff.url.protocol !== 'https:' && !isLoopback(staff.url.hostname)) {
      log.warn(
        {},
        'the staff console can be reached without https: set STAFF_URL to a proxy that has it',
      )
    }
    const demoIs = await demoRoom(settings, running.store, running.randomness)
    const { phone, http, mail } = settings
    if (demoIs === 'there' && !isPrivate(settings)) {
      log.warn({}, 'the demo room is open to the outside, and everybody knows its PIN: remove it')
    }
    if (http.publicUrl.protocol === 'https:' && settings.trustedProxies.length === 0) {
      log.warn(
        {},
        'all visitors seem to come from one place: set TRUSTED_PROXIES to the network of the proxy that has https',
      )
    }
    return {
      ready: {
        pages: shown(http.publicUrl),
        staff:
          shown(staff.url) + (firstLink === undefined ? '' : `  (first sign-in: ${firstLink})`),
        ...(phone.kind === 'twilio' && { telephone: phone.number }),
        mail: whereMailsGo(mail),
        ...(demoIs === 'there' && {
          tryIt: `room ${inThrees(demo.number)}, PIN ${inThrees(demo.guestPin)}`,
        }),
      },
      [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
    }
  })
}

function shown(url: URL): string {
  return url.href.replace(/\/$/, '')
}
