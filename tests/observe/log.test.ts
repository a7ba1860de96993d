import { describe, expect, it } from '@jest/globals'
import { openLog } from '../../src/observe/log.ts'

function logOf(format: 'json' | 'pretty') {
  const lines: string[] = []
  const log = openLog({ level: 'info', format }, 'app', { write: (line) => lines.push(line) })
  return { log, lines }
}

describe('the log', () => {
  it('writes one line of JSON with level, time and process', () => {
    const { log, lines } = logOf('json')
    log.info({ call: 'CA1' }, 'call answered')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        process: 'app',
        call: 'CA1',
        msg: 'call answered',
      },
    ])
    expect(lines[0]).toMatch(/\n$/)
  })
  it.each(['json', 'pretty'] as const)(
    'S-92: %s: numbers, PINs and addresses do not get out',
    (format) => {
      const { log, lines } = logOf(format)
      log.error(
        { err: new Error('no route to +4930918273645, pin 352964'), pin: 1 },
        'ada@example.org',
      )
      log.child({ from: '+4930918273645' }).warn('471 108')
      expect(lines.join('')).not.toMatch(/918273645|352964|ada@|471 108/)
      expect(lines.join('')).toContain('no route to [number]')
    },
  )
})
