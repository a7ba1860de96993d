import type { Children } from './page.tsx'

/** Something that may be wider than a narrow screen: it scrolls by itself, also by keyboard, and says what it is. */
export function Scrolls({ label, children }: Children & { readonly label: string }) {
  return (
    <div class="scrolls" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
