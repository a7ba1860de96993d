import type { VNode } from 'preact'

/*
 * A picture of a day, drawn on the server: one step for each five minutes. What it shows stands beside it in a sentence and
 * in a table, so the picture itself is only to be seen.
 *
 *   most ┤     ▄▖
 *        ┤ ▖  ▐██▖  ▗
 *      0 └─────────────┴────── hours
 */
export type Point = { readonly at: number; readonly count: number }

type ChartProps = {
  readonly points: readonly Point[]
  readonly most: number
  /** What stands below: moments and their words. */
  readonly marks: readonly { readonly at: number; readonly words: string }[]
  readonly label: string
}

const wide = 288
const high = 60
const below = 14
/** Half as wide as the words of a mark. */
const halfOfWords = 16

export function Chart({ points, most, marks, label }: ChartProps): VNode {
  const first = points[0]?.at ?? 0
  const span = Math.max(1, (points.at(-1)?.at ?? 1) - first)
  const x = (at: number) => round(((at - first) / span) * wide)
  const y = (count: number) => round(high - (count / Math.max(1, most)) * high)
  return (
    <svg class="chart" viewBox={`0 -4 ${wide} ${high + below + 4}`} role="img" aria-label={label}>
      <path class="axis" d={`M0 ${high}H${wide}M0 0H${wide}`} />
      <path class="area" d={stepped(points, x, y)} />
      {marks.map(({ at, words }) => (
        <text x={x(at)} y={high + below - 2} text-anchor={anchor(x(at))}>
          {words}
        </text>
      ))}
    </svg>
  )
}

/** Only where the height changes something is drawn: a quiet day is a short path. */
function stepped(
  points: readonly Point[],
  x: (at: number) => number,
  y: (count: number) => number,
): string {
  let path = `M0 ${high}`
  let height = high
  for (const { at, count } of points) {
    const next = y(count)
    if (next !== height) path += `H${x(at)}V${next}`
    height = next
  }
  return `${path}H${wide}V${high}z`
}

function anchor(x: number): 'start' | 'middle' | 'end' {
  if (x < halfOfWords) return 'start'
  return x > wide - halfOfWords ? 'end' : 'middle'
}

const round = (number: number) => Math.round(number * 10) / 10
