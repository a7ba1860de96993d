/** What happened, read aloud: politely, and several things at once rather than one after the other (W-04). */

const pauseMs = 5000
/** More than these nobody can follow; then it is said that there was much, and how many are here. */
const sentencesMax = 4

export function tellNews(region: Element, words: { readonly many: string }) {
  let waiting: string[] = []
  let here = ''
  let isPaused = false
  const speak = (): void => {
    isPaused = waiting.length > 0
    if (!isPaused) return
    const said = waiting.length > sentencesMax ? [words.many] : waiting
    region.textContent = [...said, here].join(' ')
    waiting = []
    setTimeout(speak, pauseMs)
  }
  return (sentences: readonly string[], count: string): void => {
    waiting.push(...sentences)
    here = count
    // A moment more: what belongs together comes together.
    if (!isPaused && sentences.length > 0) {
      isPaused = true
      setTimeout(speak, 300)
    }
  }
}
