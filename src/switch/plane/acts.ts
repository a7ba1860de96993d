/** What is done for each kind of message: a table that does not compile with one missing. */
export type Acts<Message extends { readonly do: string }> = {
  readonly [Do in Message['do']]: (message: Extract<Message, { readonly do: Do }>) => void
}

export function act<Message extends { readonly do: string }>(
  acts: Acts<Message>,
  message: Message,
): void {
  // The compiler does not follow that a message's own tag finds the function for this very message.
  const does = acts[message.do as Message['do']] as (message: Message) => void
  does(message)
}
