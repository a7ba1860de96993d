/** -3 dBFS: up to here nothing is changed. */
const knee = 23_170
/** What is left above the knee, for everything that is louder. */
const headroom = 32_767 - knee

/**
 * Bends what is too loud instead of cutting it off, so that four who laugh at once do not crackle.
 *
 *   32767 ┤               ╶╶╶╶╶───── never reached
 *    knee ┤       ╭──╯
 *         │    ╱
 *         └──╱──┴──────────────────▶ what came in
 *
 * It knows no time: nobody is heard softer because somebody else was loud a moment ago.
 *
 * @param sample a whole number, as what comes back is: a fraction would make each of these a number of 64 bits
 */
export function limited(sample: number): number {
  if (sample <= knee && sample >= -knee) return sample
  const over = Math.abs(sample) - knee
  const bent = (knee + (headroom * over) / (headroom + over)) | 0
  return sample < 0 ? -bent : bent
}
