/** Longer than any address of ours. */
const pathMax = 400

/**
 * An address of ours that a browser brings along, or nothing: it must stay on our host whatever tricks are played with
 * slashes, and must not lead back to signing in.
 */
export function ownPath(text: unknown, publicUrl: URL): string | undefined {
  if (typeof text !== 'string' || text.length > pathMax || !/^\/[\x21-\x7e]*$/.test(text))
    return undefined
  if (!URL.canParse(text, publicUrl)) return undefined
  const { origin, pathname, search } = new URL(text, publicUrl)
  const stays = origin === publicUrl.origin && !pathname.startsWith('//')
  return stays && !pathname.startsWith('/sign-in') ? pathname + search : undefined
}
