/**
 * A few coarse words by which people tell their own browsers apart: `Firefox, Windows`. Versions and models are left
 * out: they would name one machine among many.
 */

type Row = readonly [pattern: RegExp, name: string]

/** The first that fits: browsers name others that they resemble. */
const browsers: readonly Row[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: readonly Row[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
]

/** Empty when there is nothing to go by. */
export function deviceOf(userAgent: string | undefined): string {
  const named = (rows: readonly Row[]) => rows.find(([pattern]) => pattern.test(userAgent ?? ''))
  return [named(browsers)?.[1], named(systems)?.[1]].filter((name) => name !== undefined).join(', ')
}
