import { expect, test } from '@jest/globals'
import { encode, laws } from '../../../../src/switch/media/codec/g711.ts'
import { pack, share } from '../../../../src/switch/media/codec/packing.ts'

const packed = (frame: Int16Array, codec: 'PCMA' | 'PCMU') => {
  const to = new Uint8Array(164)
  pack(frame, codec, to, 4)
  return to.subarray(4)
}
const directly = (frame: Int16Array, codec: 'PCMA' | 'PCMU') => {
  const to = new Uint8Array(160)
  encode(laws[codec], frame, to)
  return to
}

test('a shared frame is packed once for each codec, and anew when it says that it changed', () => {
  const frame = new Int16Array(160).fill(1000)
  share(frame)
  expect(packed(frame, 'PCMA')).toEqual(directly(frame, 'PCMA'))
  expect(packed(frame, 'PCMU')).toEqual(directly(frame, 'PCMU'))
  const before = packed(frame, 'PCMA').slice()
  frame.fill(-2000)
  expect(packed(frame, 'PCMA')).toEqual(before)
  share(frame)
  expect(packed(frame, 'PCMA')).toEqual(directly(frame, 'PCMA'))
  expect(packed(frame, 'PCMU')).toEqual(directly(frame, 'PCMU'))
})

test('any other frame is packed each time', () => {
  const frame = new Int16Array(160).fill(1000)
  packed(frame, 'PCMA')
  frame.fill(-2000)
  expect(packed(frame, 'PCMA')).toEqual(directly(frame, 'PCMA'))
})
