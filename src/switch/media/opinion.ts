/*
 * What people would say of a line's sound, from 1 (bad) to 4.5 (excellent): the E-model (ITU-T G.107) with everything at its default
 * that cannot be measured here.
 *
 *   R = 93.2 - Id - Ie,eff ──▶ MOS        Id: talking gets tiresome when it takes long;  Ie,eff: what is missing
 */

/** R of a line on which nothing is wrong (G.107, table of defaults). */
const ratingMax = 93.2
/** G.711 with concealment of what is missing, at random (G.113, appendix I): nothing lost by the codec itself. */
const impairment = { codec: 0, robustness: 25.1 }
/** From here on delay disturbs more. */
const delayNoticedMs = 177.3

/** @param delayMs mouth to ear, as far as it is known */
export function meanOpinion(lossPercent: number, delayMs: number): number {
  return opinionOf(ratingMax - delayImpairment(delayMs) - lossImpairment(lossPercent))
}

/** The usual approximation of G.107 §7.4 for lines without echo. */
function delayImpairment(ms: number): number {
  return 0.024 * ms + 0.11 * Math.max(0, ms - delayNoticedMs)
}

/** G.107 §7.5. */
function lossImpairment(percent: number): number {
  const { codec, robustness } = impairment
  return codec + (95 - codec) * (percent / (percent + robustness))
}

/** The opinion that belongs to a rating (G.107, annex B). */
export function opinionOf(rating: number): number {
  if (rating <= 0) return 1
  if (rating >= 100) return 4.5
  return 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6
}
