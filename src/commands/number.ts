import { readSettings, variables } from '../settings.ts'
import { complain, say } from './command.ts'
import { giveToRoom } from './number-room.ts'
import type { Installation } from './doctor/installation.ts'
import { installationOf } from './doctor/open.ts'
import {
  assign,
  differences,
  numbersAt,
  NumbersUnknown,
  overrides,
  type PhoneNumber,
} from './doctor/phone-numbers.ts'
import { inWords } from './doctor/ask.ts'

/**
 * `rundruf number list|assign [number]`: the numbers at the carrier, and which of them lead here; with `--room` to which room
 * of ours one of them leads.
 */
export async function number([action = 'list', ...all]: readonly string[]): Promise<number> {
  const isAboutRoom = action === 'assign' && all.includes('--room')
  const words = isAboutRoom ? all.slice(0, all.indexOf('--room')) : all
  const given = words.join('').replace(/[\s()/-]/g, '')
  if (isAboutRoom) {
    const room = all.slice(all.indexOf('--room') + 1).join('')
    if (/^\+\d{7,15}$/.test(given) && /^(?:\d+|none)$/.test(room))
      return giveToRoom(readSettings(variables()), given, room)
    complain('Say: npx rundruf number assign +49… --room <room number>|none')
    return 2
  }
  const known = action === 'list' ? given === '' : action === 'assign'
  if (!known || !/^(?:\+\d{7,15})?$/.test(given)) {
    complain('Say: npx rundruf number list | assign [+49…] [--room <room number>|none]')
    return 2
  }
  const at = installationOf(readSettings(variables()))
  try {
    const numbers = await numbersAt(at.carrier)
    return action === 'list' ? list(at, numbers) : await take(at, numbers, given)
  } catch (error) {
    const why = error instanceof NumbersUnknown ? error.message : inWords(error)
    complain(`The carrier could not be asked: ${why}. See: npx rundruf doctor`)
    return 1
  }
}

function list(at: Installation, numbers: readonly PhoneNumber[]): number {
  if (numbers.length === 0) say('The account has no number. How to get one: docs/twilio.md')
  for (const one of numbers) say(`${one.phone_number}  ${leadsTo(at, one)}`)
  return 0
}

function leadsTo(at: Installation, one: PhoneNumber): string {
  const [override] = overrides(one)
  if (override !== undefined) return `is given to ${override.what} (${override.sid})`
  if (differences(one, at).length === 0) return 'leads here'
  return `leads to ${one.voice_url ? one.voice_url : 'nobody'}`
}

/** Also takes it out of an application or trunk: whoever says `assign` means this number. */
async function take(
  at: Installation,
  numbers: readonly PhoneNumber[],
  given: string,
): Promise<number> {
  const wanted = given === '' ? at.number : given
  const found = numbers.find(({ phone_number }) => phone_number === wanted)
  if (found === undefined) {
    complain(`The account has no number ${wanted}. See: npx rundruf number list`)
    return 1
  }
  const freed = [
    ...(found.voice_application_sid ? [{ change: { VoiceApplicationSid: '' } }] : []),
    ...(found.trunk_sid ? [{ change: { TrunkSid: '' } }] : []),
  ]
  const changes = [...differences(found, at), ...freed]
  if (changes.length === 0) {
    say(`${wanted} leads here already.`)
    return 0
  }
  await assign(at, found, changes)
  say(`${wanted} leads here now.`)
  if (wanted !== at.number) say(`Set PHONE_NUMBER=${wanted}, so that pages and invitations say it.`)
  return 0
}
