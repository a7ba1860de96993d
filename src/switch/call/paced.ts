/** Beginning a call takes about a millisecond or two; between two of them there is time for the sound of all others. */
export const callsBeginEveryMs = 5

/**
 * When everybody dials in at once, their calls begin one after the other, so that those who talk already hear no gap. Whoever
 * waits has heard 100 Trying; how many can wait is bounded by the calls there may be.
 *
 *   INVITE INVITE INVITE
 *     ├──5 ms──┼──5 ms──┤
 *   begins   begins   begins
 */
export function paced(everyMs = callsBeginEveryMs): (work: () => void) => void {
  const waiting: (() => void)[] = []
  let resting = false
  function next(): void {
    const work = waiting.shift()
    resting = work !== undefined
    if (!work) return
    setTimeout(next, everyMs).unref()
    work()
  }
  return (work) => {
    waiting.push(work)
    if (!resting) next()
  }
}
