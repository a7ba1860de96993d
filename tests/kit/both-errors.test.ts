import { expect, test } from '@jest/globals'

test('when a test and the closing of what it used both fail, the report has both', async () => {
  const run = async () => {
    await using used = { [Symbol.asyncDispose]: () => Promise.reject(new Error('of closing')) }
    expect(used).toBeDefined()
    throw new Error('of the test')
  }
  const failed: unknown = await run().catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(AggregateError)
  expect((failed as AggregateError).errors.map(String)).toEqual([
    'Error: of the test',
    'Error: of closing',
  ])
})
