import { keys, type Key } from '../media/frame.ts'

/** How a key came: as packets (RFC 4733), or as SIP INFO. */
export type Way = 'packets' | 'info'

/** Telephones that send a key both ways do so well within this time. */
const echoMsMax = 1_000
/** Presses remembered for their echo. */
const rememberedMax = 16

/**
 * Some telephones send each key twice, as packets and as SIP INFO. One press counts once: the same key by the other way,
 * shortly after, is its echo.
 *
 * @returns a function that calls `pressed` for each press
 */
export function pressesOnce(pressed: (key: Key) => void, now: () => number) {
  let remembered: { readonly key: Key; readonly way: Way; readonly at: number }[] = []
  return (text: string, way: Way): void => {
    const key = keys.find((key) => key === text)
    if (key === undefined) return
    const at = now()
    remembered = remembered.filter((press) => at - press.at < echoMsMax).slice(-rememberedMax)
    const echoed = remembered.findIndex((press) => press.key === key && press.way !== way)
    if (echoed >= 0) {
      remembered.splice(echoed, 1)
      return
    }
    remembered.push({ key, way, at })
    pressed(key)
  }
}
