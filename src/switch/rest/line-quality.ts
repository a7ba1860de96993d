import type { Answer } from './ask.ts'

/**
 * How every line sounds now, in one answer. Twilio has no such resource (its Voice Insights tell after a call, one call at a time);
 * an application asks only a carrier that it knows to be this switch.
 */
export const listQualities: Answer = ({ calls }) => ({
  lines: calls.qualities().map(({ sid, codec, lossPercent, jitterMs, mos, ...told }) => ({
    call_sid: sid,
    codec,
    loss_percent: rounded(lossPercent),
    jitter_ms: rounded(jitterMs),
    // By the telephone's own reports, if it sends any.
    round_trip_ms: told.roundTripMs === undefined ? null : rounded(told.roundTripMs),
    their_loss_percent: told.theirLossPercent === undefined ? null : rounded(told.theirLossPercent),
    mos: rounded(mos),
  })),
})

const rounded = (value: number): number => Math.round(value * 100) / 100
