import { z } from 'zod'
import type { LineQuality } from '../../conference/staff/board.ts'
import type { Clock } from '../../conference/ports.ts'

/** By call. */
export type Qualities = ReadonlyMap<string, LineQuality>

const answered = z.object({
  lines: z.array(
    z.object({
      call_sid: z.string(),
      codec: z.enum(['G722', 'PCMA', 'PCMU']),
      loss_percent: z.number().min(0).max(100),
      jitter_ms: z.number().min(0),
      mos: z.number().min(1).max(4.5),
    }),
  ),
})

/** What was asked is good for so long. */
export const goodForMs = 2000
/** Less than this nobody would notice, and every change of a line is sent to everybody who looks. */
export const noticed = { lossPercent: 1, jitterMs: 5, mos: 0.2 } as const
const nothing: Qualities = new Map()

/**
 * How the lines of our own switch sound. Asked when somebody looks at the board, every two seconds at most; a switch that does not
 * answer leaves the board without it.
 *
 * @param ask the JSON of the switch's `LineQuality.json` (switch/rest/line-quality.ts)
 */
export function lineQualities(ask: () => Promise<unknown>, clock: Clock): () => Promise<Qualities> {
  let asked = { at: -Infinity, is: Promise.resolve(nothing) }
  return () => {
    const at = clock()
    if (Math.abs(at - asked.at) >= goodForMs) {
      const before = asked.is
      asked = {
        at,
        is: ask().then(
          async (json) => steadied(await before, qualitiesIn(json)),
          () => nothing,
        ),
      }
    }
    return asked.is
  }
}

/** What was told before stays, as long as nobody would notice. */
function steadied(before: Qualities, now: Qualities): Qualities {
  return new Map(
    Array.from(now, ([call, quality]) => {
      const known = before.get(call)
      return [call, known !== undefined && isAlike(known, quality) ? known : quality]
    }),
  )
}

function isAlike(one: LineQuality, other: LineQuality): boolean {
  return (
    one.codec === other.codec &&
    Math.abs(one.lossPercent - other.lossPercent) < noticed.lossPercent &&
    Math.abs(one.jitterMs - other.jitterMs) < noticed.jitterMs &&
    Math.abs(one.mos - other.mos) < noticed.mos
  )
}

function qualitiesIn(json: unknown): Qualities {
  const { success, data } = answered.safeParse(json)
  if (!success) return nothing
  return new Map(
    data.lines.map(({ call_sid, codec, loss_percent, jitter_ms, mos }) => [
      call_sid,
      { codec, lossPercent: loss_percent, jitterMs: jitter_ms, mos },
    ]),
  )
}
