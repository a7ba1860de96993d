/** What is so, as a shape and a word; never by colour alone (W-08). */

const shapes = {
  on: <Microphone />,
  muted: (
    <>
      <Microphone />
      <path d="M4 4l16 16" />
    </>
  ),
  talking: <path d="M4 10v4M8 6v12M12 3v18M16 7v10M20 10v4" />,
  away: <path class="dots" d="M6 5h0M12 5h0M18 5h0M6 12h0M12 12h0M18 12h0M12 19h0" />,
  hand: (
    <path d="M8 12V6a1.5 1.5 0 0 1 3 0v5V4a1.5 1.5 0 0 1 3 0v7V6a1.5 1.5 0 0 1 3 0v9a6 6 0 0 1-6 6c-3 0-4-2-7-7a1.6 1.6 0 0 1 2.6-1.8z" />
  ),
  locked: (
    <>
      <rect x="5" y="11" width="14" height="9" rx="2" />
      <path d="M8 11V8a4 4 0 0 1 8 0v3" />
    </>
  ),
  open: (
    <>
      <rect x="5" y="11" width="14" height="9" rx="2" />
      <path d="M8 11V7a4 4 0 0 1 7.5-2" />
    </>
  ),
} as const
export type Shape = keyof typeof shapes

type SignProps = { readonly shape: Shape; readonly words: string; readonly place?: string }

export function Sign({ shape, words, place }: SignProps) {
  return (
    <span class={`sign ${shape}`} data-key={place}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <use href={`#shape-${shape}`} />
      </svg>
      {words}
    </span>
  )
}

/** The shapes themselves, once on a page, outside of what changes. */
export function Shapes() {
  return (
    <svg hidden aria-hidden="true">
      {Object.entries(shapes).map(([shape, drawing]) => (
        <symbol id={`shape-${shape}`} viewBox="0 0 24 24">
          {drawing}
        </symbol>
      ))}
    </svg>
  )
}

function Microphone() {
  return <path d="M9 6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0zM5 11a7 7 0 0 0 14 0M12 18v3" />
}
