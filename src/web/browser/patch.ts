/*
 * Makes the page look like what was sent, and touches nothing else: what is the same stays the same element, with its
 * focus, its selection, its open lists.
 *
 *   key      an element's id or data-key; it finds its like among its sisters
 *   no key   finds the next of the same kind in the same place
 *   ours     attributes that this script or the reader changed (open, what became of a button): never taken away
 */

const ours = ['open', 'data-state', 'aria-disabled']

/** Makes `old` show what `next` shows. */
export function patch(old: Element, next: Element): void {
  for (const { name, value } of next.attributes)
    if (old.getAttribute(name) !== value) old.setAttribute(name, value)
  for (const { name } of [...old.attributes])
    if (!next.hasAttribute(name) && !ours.includes(name)) old.removeAttribute(name)
  patchInside(old, next)
}

/** The same for what is inside. */
export function patchInside(old: Element, next: ParentNode): void {
  const wanted = new Set([...next.children].map(keyOf))
  for (const child of [...old.children]) if (!wanted.has(keyOf(child))) child.remove()
  let at = old.firstChild
  for (const child of [...next.childNodes]) {
    const like = likeOf(child, old, at)
    if (!like) {
      old.insertBefore(child, at)
      continue
    }
    // What stands before it goes to the end rather than it to the front: an element that is moved loses its focus.
    while (at && at !== like) at = toTheEnd(at, old)
    at = like.nextSibling
    if (like instanceof Element) patch(like, child as Element)
    else if (like.nodeValue !== child.nodeValue) like.nodeValue = child.nodeValue
  }
  while (at?.nextSibling) at.nextSibling.remove()
  at?.remove()
}

function toTheEnd(child: ChildNode, parent: Element): ChildNode | null {
  const next = child.nextSibling
  parent.append(child)
  return next
}

function likeOf(child: Node, old: Element, at: ChildNode | null) {
  const key = keyOf(child)
  if (key) return [...old.children].find((one) => keyOf(one) === key)
  return at?.nodeName === child.nodeName && !keyOf(at) && at
}

function keyOf(node: Node): string {
  return node instanceof Element ? node.id || (node.getAttribute('data-key') ?? '') : ''
}

/** Reads what was sent. Our own server wrote it, escaped; scripts in it would not run. */
export function parsed(html: string): DocumentFragment {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content
}

/**
 * Runs a change of `live`. When what had the focus is gone, the nearest sensible place gets it: what stands now where
 * it stood, named by its caller or its heading, never another button, which might be pressed by mistake (W-03).
 */
export function keepingFocus(live: Element, change: () => void): void {
  const had = document.activeElement
  /** From what has the focus up to the live part: each parent, and the how manieth child leads there. */
  const way: (readonly [Element, number])[] = []
  if (live.contains(had))
    for (let child = had; child && child !== live; child = child.parentElement)
      if (child.parentElement)
        way.push([child.parentElement, [...child.parentElement.children].indexOf(child)])
  change()
  if (document.activeElement !== had && way.length) focusOn(had?.isConnected ? had : nearest(way))
}

function nearest(way: readonly (readonly [Element, number])[]): Element | null {
  const [parent, place] = way.find(([one]) => one.isConnected) ?? []
  if (!parent) return null
  const now = parent.children[Math.min(place ?? 0, parent.children.length - 1)]
  const named = '[tabindex]'
  return (
    now?.querySelector(named) ??
    parent.querySelector(named) ??
    document.querySelector(`main ${named}`)
  )
}

function focusOn(element: Element | null): void {
  if (element instanceof HTMLElement) element.focus({ preventScroll: true })
}
