import { startApp } from '../app.ts'
import { inThrees } from '../conference/numbers.ts'
import { demo, demoRoom, isPrivate } from '../demo-room.ts'
import { whereMailsGo } from '../mail/open.ts'
import { openSecrets } from '../secrets.ts'
import { readSettings, variables } from '../settings.ts'
import { withFreePorts } from './free-ports.ts'
import { serve } from './serve.ts'

/** `rundruf app`: pages, webhooks and the database, without a switch. */
export async function app(): Promise<number> {
  const given = variables()
  const settings = readSettings(await withFreePorts(given, readSettings(given)))
  process.umask(0o077) // what we write is ours alone
  const secrets = openSecrets(settings.dataDir)
  return serve(settings, 'app', async (log) => {
    const running = await startApp(settings, secrets, log)
    const demoIs = await demoRoom(settings, running.store, running.randomness)
    const { phone, http, mail } = settings
    if (demoIs === 'there' && !isPrivate(settings)) {
      log.warn({}, 'the demo room is open to the outside, and everybody knows its PIN: remove it')
    }
    return {
      ready: {
        pages: http.publicUrl.href.replace(/\/$/, ''),
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
