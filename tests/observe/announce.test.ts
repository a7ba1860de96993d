import { describe, expect, it } from '@jest/globals'
import { announcer } from '../../src/observe/announce.ts'

function hearing() {
  const lines: unknown[][] = []
  const as = (level: string) => (fields: unknown, message: string) =>
    lines.push([level, fields, message])
  return { lines, log: { info: as('info'), warn: as('warn'), error: as('error') } }
}

describe('what happens is said once', () => {
  it('as one log line', () => {
    const { lines, log } = hearing()
    announcer(log)({ event: 'caller.joined', call: 'CA1', meeting: 'm' })
    expect(lines).toEqual([
      ['info', { event: 'caller.joined', call: 'CA1', meeting: 'm' }, 'caller joined'],
    ])
  })
  it('a fault with its stack', () => {
    const { lines, log } = hearing()
    const error = new Error('disk full')
    announcer(log)({ event: 'webhook.failed', path: '/voice/answer', error })
    expect(lines).toEqual([
      ['error', { event: 'webhook.failed', path: '/voice/answer', err: error }, 'webhook failed'],
    ])
  })
  it('to every listener, and one that fails keeps nobody from hearing', () => {
    const { lines, log } = hearing()
    const heard: string[] = []
    const fails = () => {
      throw new Error('broken')
    }
    const announce = announcer(log, fails, ({ event }) => heard.push(event))
    announce({ event: 'call.ended', call: 'CA1' })
    expect(heard).toEqual(['call.ended'])
    expect(lines.map(([level]) => level)).toEqual(['info', 'error'])
  })
})
