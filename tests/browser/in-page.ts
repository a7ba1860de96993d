/*
 * What is measured inside the browser. Each function is sent there as text, so it can use nothing from outside
 * itself.
 */

/** Targets that are too small to hit (W-06): name and size. Links in running text are as high as their line. */
export function smallTargets(leastPx: number): string[] {
  const inRunningText = (target: Element): boolean => {
    const around = target.parentElement?.textContent.trim() ?? ''
    const own = target.textContent.trim()
    return getComputedStyle(target).display === 'inline' && around.length > own.length
  }
  /** A box to tick is as large as its label. */
  const boxOf = (target: Element) => {
    const labels = target instanceof HTMLInputElement ? [...(target.labels ?? [])] : []
    const boxes = [target, ...labels].map((one) => one.getBoundingClientRect())
    const [left, top] = [
      Math.min(...boxes.map((b) => b.left)),
      Math.min(...boxes.map((b) => b.top)),
    ]
    const right = Math.max(...boxes.map((box) => box.right))
    return { right, width: right - left, height: Math.max(...boxes.map((b) => b.bottom)) - top }
  }
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((target) => target.checkVisibility({ visibilityProperty: true }))
    .filter((target) => !inRunningText(target))
    .map((target) => ({ target, box: boxOf(target) }))
    .filter(({ box }) => box.right > 0)
    .filter(({ box }) => box.width < leastPx - 0.5 || box.height < leastPx - 0.5)
    .map(({ target, box: { width, height } }) => {
      const name = target.textContent.trim() || target.id
      return `${target.tagName} "${name}" ${width.toFixed(0)} × ${height.toFixed(0)}`
    })
}

/** What is wider than the window (W-07); things that scroll by themselves may be. */
export function tooWide(): string[] {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.closest('.scrolls') === null)
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => {
      const { right } = element.getBoundingClientRect()
      const name = element.textContent.trim().slice(0, 40)
      return `${element.tagName}.${element.className} "${name}" ends at ${right.toFixed(0)} of ${width}`
    })
}

/** Words that are cut off because their box is too small for them. */
export function cutOff(): string[] {
  return [...document.querySelectorAll<HTMLElement>('main *')]
    .filter((element) => element.checkVisibility() && element.closest('.unseen, .scrolls') === null)
    .filter((element) => getComputedStyle(element).overflow !== 'visible')
    .filter(
      ({ tagName }) => !['INPUT', 'TEXTAREA', 'SELECT', 'SVG'].includes(tagName.toUpperCase()),
    )
    .filter(
      ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
        scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1,
    )
    .map(({ tagName, textContent }) => `${tagName} "${textContent.trim().slice(0, 40)}"`)
}

/**
 * Opens all that is folded away; answers what was open before. Of those with a common name only one can be open at a
 * time: the first or the last of them.
 */
export function unfold(which: 'first' | 'last'): boolean[] {
  const all = [...document.querySelectorAll('details')]
  const before = all.map(({ open }) => open)
  // What is opened closes the others of its name.
  for (const details of which === 'last' ? all : all.toReversed()) details.open = true
  return before
}

/** Folds again what was folded. */
export function foldAs(before: readonly boolean[]): void {
  document.querySelectorAll('details').forEach((details, place) => {
    details.open = before[place] ?? false
  })
}

/** A style sheet of the reader's own, as browsers' settings and extensions bring it; our policy does not bind it. */
export function readWith(css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets = [sheet]
}

/** Resolves as soon as exactly so many elements are there, in the moment of the change that makes it so. */
export function untilSoMany({
  selector,
  count,
}: {
  selector: string
  count: number
}): Promise<void> {
  const so = () => document.querySelectorAll(selector).length === count
  if (so()) return Promise.resolve()
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!so()) return
      observer.disconnect()
      resolve()
    })
    observer.observe(document.body, { subtree: true, childList: true, attributes: true })
  })
}
