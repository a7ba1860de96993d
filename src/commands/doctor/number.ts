import { inWords } from './ask.ts'
import { fine, wrong, type Check, type Finding } from './finding.ts'
import type { Installation } from './installation.ts'
import {
  assign,
  differences,
  numbersAt,
  overrides,
  NumbersUnknown,
  type PhoneNumber,
} from './phone-numbers.ts'

/** Whether the numbers exist at the carrier and lead to us. Our own switch has one, and answers all that reach it. */
export const number: Check = {
  name: 'number',
  async look(at) {
    let numbers: readonly PhoneNumber[]
    try {
      numbers = await numbersAt(at.carrier)
    } catch (error) {
      const says = error instanceof NumbersUnknown ? error.message : inWords(error)
      return [wrong(`the numbers of the account cannot be read: ${says}`, 'Try again in a minute.')]
    }
    const { furtherNumbers, phone } = at.settings
    const ours = [at.number, ...(phone.kind === 'twilio' ? furtherNumbers : [])]
    return ours.flatMap((number) => {
      const own = numbers.find(({ phone_number }) => phone_number === number)
      return own === undefined ? [missing(number, numbers)] : found(at, own)
    })
  },
}

function missing(number: string, numbers: readonly PhoneNumber[]): Finding {
  const others = numbers.map(({ phone_number }) => phone_number).join(', ')
  const has = others === '' ? 'no number at all' : others
  const todo =
    'Set PHONE_NUMBER (or PHONE_NUMBERS) to one of them, or buy a number (docs/twilio.md).'
  return wrong(`the account has no number ${number}; it has ${has}`, todo)
}

function found(at: Installation, own: PhoneNumber): readonly Finding[] {
  const findings: Finding[] = []
  const number = own.phone_number
  if (!own.capabilities.voice || own.voice_receive_mode === 'fax') {
    const todo = 'Switch it to voice at the carrier, or take another number.'
    findings.push(wrong(`${number} takes no voice calls`, todo))
  }
  for (const { what, sid } of overrides(own)) {
    const says = `${number} is given to ${what} (${sid}), which answers its calls instead of us`
    const todo = 'If that is no longer wanted: npx rundruf number assign'
    findings.push(wrong(says, todo))
  }
  const wrongFields = differences(own, at)
  if (wrongFields.length > 0) {
    const says = wrongFields.map(({ says: one }) => one).join('; ')
    const mend = () => assign(at, own, wrongFields)
    findings.push(wrong(`${number}: ${says}`, 'npx rundruf doctor --fix', { mend }))
  }
  return findings.length > 0 ? findings : [fine(`${number} leads here`)]
}
