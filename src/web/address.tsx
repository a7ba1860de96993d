/** A mail address in a sentence: to be found at a glance, and broken where it hurts least. */
export function Address({ of }: { readonly of: string }) {
  const at = of.lastIndexOf('@')
  return (
    <strong>
      {of.slice(0, at)}
      <wbr />
      {of.slice(at)}
    </strong>
  )
}
