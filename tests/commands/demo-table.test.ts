import { expect, test } from '@jest/globals'
import { tableOf, type Heard } from '../../src/commands/demo-table.ts'

const people = [{ name: 'Ada' }, { name: 'Bob' }]
const heard = (levels: Readonly<Record<string, number>>): Heard[] =>
  Object.entries(levels).map(([pair, dbfs]) => {
    const [listener = '', speaker = ''] = pair.split(' ')
    return { listener, speaker, dbfs }
  })

const asItShouldBe = { 'Ada Ada': -98, 'Ada Bob': -15, 'Bob Ada': -16, 'Bob Bob': -101 }

test('everybody hears the other and not themselves', () => {
  const { good, text } = tableOf(people, heard(asItShouldBe))
  expect(good).toBe(true)
  expect(text.split('\n')).toEqual([
    '  heard             Ada          Bob',
    '  Ada        -98 dBFS ✓   -15 dBFS ✓',
    '  Bob        -16 dBFS ✓  -101 dBFS ✓',
  ])
})

test.each([
  ['too soft', { ...asItShouldBe, 'Ada Bob': -26 }],
  ['an echo of oneself', { ...asItShouldBe, 'Bob Bob': -44 }],
])('%s is not as it should be, and marked', (_, levels) => {
  const { good, text } = tableOf(people, heard(levels))
  expect(good).toBe(false)
  expect(text.match(/✗/g)).toHaveLength(1)
})

test('a pair that nobody measured is not as it should be', () => {
  expect(tableOf(people, []).good).toBe(false)
})
