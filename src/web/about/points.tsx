/** Sentences, one below the other. */
export function Points({ of }: { readonly of: readonly string[] }) {
  return (
    <ul class="points">
      {of.map((sentence) => (
        <li>{sentence}</li>
      ))}
    </ul>
  )
}
