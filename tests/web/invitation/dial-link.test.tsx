import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import decodeQR from 'qr/decode.js'
import { renderToStaticMarkup } from 'preact-render-to-string'
import { dialLink, dialString } from '../../../src/web/invitation/dial-link.ts'
import { QrCode } from '../../../src/web/qr-code.tsx'

const dialIn = '+493012345678'
const room = { number: '471108', guestPin: '352964' }
const digits = (length: number) =>
  fc.array(fc.nat(9), { minLength: length, maxLength: length }).map((all) => all.join(''))

describe('the link that dials all of it', () => {
  it('dials the number, waits, keys the room, waits, keys the PIN', () => {
    expect(dialLink(dialIn, room)).toBe('tel:+493012345678,,,471108,,,352964%23')
  })
  it('pauses are commas, never spaces, never `p` or `;`', () => {
    fc.assert(
      fc.property(digits(6), digits(8), (number, guestPin) => {
        expect(dialLink(dialIn, { number, guestPin })).toMatch(/^tel:\+\d+(?:,{3}\d+){2}%23$/)
      }),
    )
  })
  it('the hash is written %23: a bare one would be cut off', () => {
    const link = dialLink(dialIn, room)!
    expect(link).not.toContain('#')
    expect(new URL(link).hash).toBe('')
    expect(decodeURIComponent(link)).toBe(`tel:${dialString(dialIn, room)!}`)
  })
  it('the plain one is what a calendar or a contact takes', () => {
    expect(dialString(dialIn, room)).toBe('+493012345678,,,471108,,,352964#')
  })
  it('a room without a PIN ends at its number', () => {
    expect(dialLink(dialIn, { ...room, guestPin: undefined })).toBe('tel:+493012345678,,,471108')
  })
  it('there is none where there is no number yet', () => {
    expect(dialLink('sip:rundruf@127.0.0.1:5060', room)).toBeUndefined()
  })
})

describe('the QR code', () => {
  it('is read as the link by a scanner', () => {
    const link = dialLink(dialIn, room)!
    const svg = renderToStaticMarkup(<QrCode text={link} label="Anrufen" />)
    expect(svg).toContain('role="img" aria-label="Anrufen"')
    expect(decodeQR(pixels(svg))).toBe(link)
  })
})

/** Paints the picture's strokes, four pixels a module. */
function pixels(svg: string) {
  const [, side = '0'] = /viewBox="0 0 (\d+)/.exec(svg) ?? []
  const scale = 4
  const width = Number(side) * scale
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = 0; row < scale; row++)
      for (let column = 0; column < Number(length) * scale; column++) {
        const at = ((Number(y) * scale + row) * width + Number(x) * scale + column) * 4
        data.fill(0, at, at + 3)
      }
  }
  return { width, height: width, data }
}
