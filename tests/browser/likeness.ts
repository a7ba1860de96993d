/**
 * All that axe looks at, as text: elements and what is filled in; their boxes and styles; and apart from these, their colours. Sent to
 * the browser as text, so it can use nothing from outside itself.
 */
export function likeness(): { html: string; boxes: string; colours: string } {
  // What axe-core asks of styles (`getPropertyValue` in its source); what is not asked by name shows in the boxes.
  const styles = [
    ...['display', 'visibility', 'content-visibility', 'opacity', 'overflow', 'position', 'float'],
    ...['clip', 'clip-path', 'direction', 'z-index', 'transform', 'mix-blend-mode', 'filter'],
    ...['perspective', 'mask-image', 'isolation', 'will-change', 'contain', 'transform-style'],
    ...['pointer-events', 'font-family', 'font-size', 'font-weight', 'font-style', 'white-space'],
    ...['text-indent', 'content'],
  ]
  const paints = [
    ...['color', 'background-color', 'background-image', 'text-shadow', 'text-decoration'],
    ...['border-bottom', 'outline', '-webkit-text-fill-color', '-webkit-text-stroke'],
  ]
  const boxes: string[] = [`${window.innerWidth} ${window.innerHeight} ${window.scrollY}`]
  const colours: string[] = []
  for (const element of document.querySelectorAll('*')) {
    const { x, y, width, height } = element.getBoundingClientRect()
    boxes.push(`${x} ${y} ${width} ${height}`)
    if (element instanceof HTMLInputElement)
      boxes.push(element.type === 'hidden' ? '' : `${element.value} ${String(element.checked)}`)
    if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)
      boxes.push(element.value)
    for (const part of [null, '::before', '::after']) {
      const style = getComputedStyle(element, part)
      boxes.push(styles.map((name) => style.getPropertyValue(name)).join(' '))
      colours.push(paints.map((name) => style.getPropertyValue(name)).join(' '))
    }
  }
  const copy = document.documentElement.cloneNode(true) as Element
  // The token of a form is different for each browser, and nobody sees it.
  for (const hidden of copy.querySelectorAll('input[type=hidden]')) hidden.removeAttribute('value')
  return { html: copy.outerHTML, boxes: boxes.join('\n'), colours: colours.join('\n') }
}
