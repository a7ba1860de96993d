import { expect, it } from '@jest/globals'
import { withFreePorts } from '../../src/commands/free-ports.ts'
import { readSettings } from '../../src/settings.ts'

const found = (given: Record<string, string>) => withFreePorts(given, readSettings(given))

it('PORT=0 and its like become free ports, all different', async () => {
  const given = { PORT: '0', STAFF_PORT: '0', SIP_PORT: '0', SWITCH_PORT: '0', LOCALE: 'en' }
  const { PORT, STAFF_PORT, SIP_PORT, SWITCH_PORT, ...rest } = await found(given)
  const ports = [PORT, STAFF_PORT, SIP_PORT, SWITCH_PORT].map(Number)
  expect(new Set(ports).size).toBe(4)
  expect(Math.min(...ports)).toBeGreaterThan(0)
  expect(rest).toEqual({ LOCALE: 'en' })
})

it('a port that was chosen stays', async () => {
  expect(await found({ PORT: '4000', SIP_PORT: '0' })).toMatchObject({ PORT: '4000' })
  expect(await found({})).toEqual({})
})
