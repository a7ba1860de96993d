import { expect, test } from '@jest/globals'
import { readyLines } from '../../src/commands/trial.ts'

const printed = `{"level":30,"msg":"app ready"}
Rundruf is ready.
  Pages      http://127.0.0.1:41003
  Telephone  sip:rundruf@127.0.0.1:38121
  Try it     room 471 108, PIN 352 964
`

test('the lines of a first start tell where to call and what to key', () => {
  expect(readyLines(printed)).toEqual({
    pages: 'http://127.0.0.1:41003',
    telephone: { host: '127.0.0.1', port: 38121 },
    room: '471108',
    pin: '352964',
  })
})

test('half a block is not ready yet', () => {
  expect(readyLines(printed.slice(0, printed.indexOf('Try it')))).toBeUndefined()
  expect(readyLines('')).toBeUndefined()
})
