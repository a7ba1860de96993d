import type { EveningWish } from '../../../conference/meeting/evening.ts'

type WishProps = {
  /** The wish, and whom or what it is about: the value of the button, read by `evening-wishes.ts`. */
  readonly wish: EveningWish['do']
  readonly about?: string
  readonly label: string
  /** Of whom, for those who hear the button alone; holds the label. */
  readonly fully?: string
  readonly as?: 'main' | 'quiet' | 'grave'
  /** The place it has among its neighbours: what stands there instead takes over its focus (browser/patch.ts). */
  readonly place?: string
}

/** A button of the form around the live part; it needs no token of its own. */
export function WishButton({ wish, about, label, fully, as = 'quiet', place = wish }: WishProps) {
  return (
    <button
      class={`button ${as}`}
      name="do"
      value={about === undefined ? wish : `${wish} ${about}`}
      aria-label={fully}
      data-key={place}
    >
      {label}
    </button>
  )
}
