import { openStore } from '../../store/open.ts'
import { reachServer } from '../../mail/smtp.ts'
import { inWords } from './ask.ts'
import { fine, worthALook, wrong, type Check } from './finding.ts'

/** Whether the database can be read and written, and belongs to these secrets. */
export const database: Check = {
  name: 'database',
  async look({ settings, secrets }) {
    try {
      const store = await openStore(settings.store, { pinKey: secrets.key('pin 1') })
      try {
        await store.check()
        const rooms = (await store.rooms.all()).length
        return [fine(`${String(rooms)} ${rooms === 1 ? 'room' : 'rooms'}`)]
      } finally {
        await store.close()
      }
    } catch (error) {
      const says = error instanceof Error ? error.message : String(error)
      const todo = 'Is DATABASE_URL right, and may this user write there? Is a backup needed?'
      return [wrong(`the database cannot be used: ${says}`, todo)]
    }
  },
}

/** Whether the mail server is there and knows us. */
export const mail: Check = {
  name: 'mail',
  async look({ settings: { mail: way, http } }) {
    if (way.kind === 'outbox') {
      const says = `there is no mail server; mails are put into ${way.folder}`
      return [worthALook(says, 'Set SMTP_URL and MAIL_FROM, so that organisers get their codes.')]
    }
    const { host } = new URL(way.url)
    const outcome = await reachServer({ url: way.url, ownHost: http.publicUrl.hostname })
    if (outcome.is === 'taken') return [fine(`${host} takes our mails`)]
    const why = outcome.is === 'unreachable' ? outcome.why : outcome.is
    const todo = 'Are host, port, user and password in SMTP_URL right?'
    return [wrong(`${host} takes no mail of ours (${why})`, todo)]
  },
}

const megabyte = 1024 * 1024
/** Less than this is filled by one busy night's log. */
const freeMin = { wrong: 200 * megabyte, worthALook: 1000 * megabyte }

/** Whether there is room for what is to be kept. */
export const disk: Check = {
  name: 'disk',
  async look({ settings: { dataDir }, freeBytes }) {
    let free: number
    try {
      free = await freeBytes(dataDir)
    } catch (error) {
      return [wrong(`${dataDir} cannot be looked at: ${inWords(error)}`, 'Is DATA_DIR right?')]
    }
    const says = `${String(Math.floor(free / megabyte))} MB are free in ${dataDir}`
    const todo = 'Make room: old logs and backups first.'
    if (free < freeMin.wrong) return [wrong(says, todo)]
    return [free < freeMin.worthALook ? worthALook(says, todo) : fine(says)]
  },
}
