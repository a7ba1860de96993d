/** Where a call is in the flow. */
export type State = { readonly at: 'ended' }
