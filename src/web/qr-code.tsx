import encodeQR from 'qr'

/** White around the code, without which cameras do not find it (ISO/IEC 18004): four squares. */
const quietSquares = 4

type QrCodeProps = {
  readonly text: string
  /** What it is, for whoever does not see it. */
  readonly label: string
}

/** A code for cameras, drawn into the page: black on white by day and by night, because not every camera turns it round. */
export function QrCode({ text, label }: QrCodeProps) {
  const squares = encodeQR(text, 'raw', { border: quietSquares })
  const size = squares.length
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path fill="#000" d={squares.map((row, y) => runs(row, y)).join('')} />
    </svg>
  )
}

/** One stroke for each row of squares that touch. */
function runs(row: readonly boolean[], y: number): string {
  return [
    ...row
      .map((dark) => (dark ? '1' : '0'))
      .join('')
      .matchAll(/1+/g),
  ]
    .map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`)
    .join('')
}
