import { expect, it } from '@jest/globals'
import { torture } from '../../fixtures/sip/torture.ts'
import { wire } from './wire.ts'

// The cases of RFC 4475, each in words of our own. What is not refused must be taken as the RFC reads it.
it.each(torture)('RFC 4475 §$section: $what', ({ message, answers }) => {
  const on = wire()
  try {
    on.say(message)
    expect(on.statuses()).toEqual(answers)
    expect(on.errors).toEqual([])
  } finally {
    for (const { call } of on.calls) call.refuse(486)
    on.core.servers.close()
  }
})
