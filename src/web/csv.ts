/*
 * Tables for spreadsheets (RFC 4180), as Excel and LibreOffice of this country open them: semicolons, CRLF, and the
 * mark that says UTF-8.
 */
const byteOrderMark = '\uFEFF'

/** What a spreadsheet takes for a formula when a cell begins with it (S-16). */
const formulaStarts = /^[=+\-@\t\r\n]/

export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return byteOrderMark + rows.map((row) => `${row.map(cell).join(';')}\r\n`).join('')
}

/** Numbers stay numbers; text that would be a formula gets an apostrophe before it. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const harmless = formulaStarts.test(value) ? `'${value}` : value
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
