import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import { expect, test } from '@jest/globals'
import { lookedEveryMs } from '../../src/voice/outage/outage.ts'
import { apps } from '../kit/apps.ts'
import { codeOf } from '../kit/mail-reading.ts'
import { Visitor } from '../kit/visitor.ts'

/* the disk is full. The data folder is a small disk of its own, in a namespace where we may mount one. */

const diskBytes = 4 * 1024 * 1024
const mounted =
  'mkdir -p "$0" && mount -t tmpfs -o mode=700,size=' + String(diskBytes) + ' tmpfs "$0"'

test('R-06: the disk is full: calls and entry go on, pages can be read, and it recovers by itself', async () => {
  const within = (dataDir: string) => [
    ...['unshare', '--user', '--map-root-user', '--mount'],
    ...['sh', '-c', `${mounted} && exec "$@"`, dataDir],
  ]
  await using all = await apps({ within })
  const [app] = all.running
  if (app === undefined) throw new Error('nobody runs')
  // Seen from outside, the disk of that process.
  const disk = join(`/proc/${String(app.pid)}/root`, all.dataDir)
  const organiser = new Visitor(app.url)
  await organiser.open('/sign-in')
  await organiser.press('Code schicken', { address: 'erika@example.org' })
  await organiser.press('Anmelden', { code: await codeIn(join(disk, 'outbox')) })
  await organiser.open('/rooms/new')
  await organiser.press('Raum anlegen', { when: 'always', name: 'Vorher' })
  const room = organiser.seen?.path.split('?')[0] ?? ''
  const words = seenWords(organiser)
  const after = (label: string) => new RegExp(`${label}(\\d{3} \\d{3})`).exec(words)?.[1] ?? ''
  const [number, pin] = [after('Raum-Nummer'), after('PIN')]
  const comesIn = async (keys = pin) => {
    const call = await all.twilio.callers().dial()
    await call.presses(number + keys)
    return call
  }

  const ada = await comesIn()
  // The copy is made anew every second when something has changed.
  await pass(2 * lookedEveryMs)
  fill(disk)

  const bob = await comesIn()
  await app.says('calls go on from memory')
  expect(bob.at).toBe('conference')
  expect(bob.conference).toBe(ada.conference)
  expect((await comesIn('111222')).at).toBe('gather')
  await ada.presses('*6')
  if (ada.at !== 'conference') await ada.waits()
  expect(ada.at).toBe('conference')

  await organiser.open(`${room}/options`)
  expect(seenWords(organiser)).toContain('Vorher')
  const refused = await organiser.press('Einstellungen speichern', { name: 'Nachher' })
  expect(refused.status).toBe(503)
  expect(refused.words).toContain('Es wurde nichts geändert.')

  rmSync(join(disk, 'filling'))
  await app.says('the database can be written again')
  await organiser.open(`${room}/options`)
  const saved = await organiser.press('Einstellungen speichern', { name: 'Nachher' })
  expect(saved.status).toBe(200)
  const cy = await comesIn()
  expect(cy.conference).toBe(ada.conference)
  await organiser.open(`${room}/evening`)
  expect(seenWords(organiser)).toContain('3 sind da')
}, 60_000)

const seenWords = ({ seen }: Visitor): string => seen?.words.replaceAll('\u00a0', ' ') ?? ''

/** The code in the first mail that was put there. */
async function codeIn(outbox: string): Promise<string> {
  for (;;) {
    const [mail] = existsSync(outbox)
      ? readdirSync(outbox).filter((name) => name.endsWith('.eml'))
      : []
    if (mail !== undefined) {
      const { text = '' } = await simpleParser(readFileSync(join(outbox, mail)))
      return codeOf({ to: '', subject: '', text })
    }
    await pass(50)
  }
}

/** Until not one byte more fits. */
function fill(disk: string): void {
  const file = join(disk, 'filling')
  for (let bytes = 65_536; bytes >= 1; bytes = Math.floor(bytes / 2)) {
    for (;;) {
      try {
        writeFileSync(file, Buffer.alloc(bytes, 1), { flag: 'a' })
      } catch {
        break
      }
    }
  }
  expect(statSync(file).size).toBeGreaterThan(diskBytes / 4)
}
