import parse, { type PhoneNumberType } from 'libphonenumber-js/max'
import type { CallerNumber } from './caller-number.ts'

/**
 * All that staff see of who calls: what kind of telephone it is. The number itself is gone when the call's first request
 * is answered; this word is what is left of it (P-06).
 */
export const numberKinds = ['landline', 'mobile', 'withheld', 'other'] as const
export type NumberKind = (typeof numberKinds)[number]

/** Our own test calls are kept like everybody's, and neither shown nor counted. */
export const testKind = 'test'
export type CallerKind = NumberKind | typeof testKind

const kinds: Readonly<Partial<Record<PhoneNumberType, NumberKind>>> = {
  FIXED_LINE: 'landline',
  MOBILE: 'mobile',
}

/** Numbers without a country code are read as ours: `030 …` is Berlin. */
export function numberKind(from: CallerNumber): NumberKind {
  if (from.is === 'withheld') return 'withheld'
  if (from.is === 'identity') return 'other'
  const type = parse(from.number, 'DE')?.getType()
  return (type && kinds[type]) ?? 'other'
}
