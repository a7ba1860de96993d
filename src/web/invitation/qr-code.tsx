import { encodeQR } from 'qr'

/** Modules of white around it that scanners ask for. */
const border = 4

type Props = { readonly text: string; readonly label: string }

/** A QR code as a picture that is part of the page: black on white also by night, sharp at any size. */
export function QrCode({ text, label }: Props) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border })
  const size = rows.length
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={pathOf(rows)} fill="#000" />
    </svg>
  )
}

/** One stroke for each run of dark modules in a row. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  return rows.map((row, y) => runsOf(row, y)).join('')
}

function runsOf(row: readonly boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < row.length; x++) {
    let end = x
    while (row[end] === true) end++
    if (end === x) continue
    path += `M${x} ${y}h${end - x}v1h-${end - x}z`
    x = end
  }
  return path
}
