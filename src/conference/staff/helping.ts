import type { TakenRequest } from './help-request.ts'
import type { Kept } from '../ports.ts'

/* Taking a request for help and being done with it: the same at the console and in the terminal, always audited. */

type Has = Pick<Kept, 'helpRequests' | 'audit'>
type Who = { readonly who: string; readonly at: number }

/** The number is handed to whoever takes it, and to nobody after them. To be called in a transaction. */
export async function takeRequest(kept: Has, id: string, { who, at }: Who): Promise<TakenRequest> {
  const taken = await kept.helpRequests.take(id, at)
  if (taken.is === 'taken')
    await kept.audit.note({ at, who, what: 'help.taken', object: id, reason: '' })
  return taken
}

/** Nothing of it is left. False when there is none of this name. */
export async function finishRequest(kept: Has, id: string, { who, at }: Who): Promise<boolean> {
  const known = await kept.helpRequests.done(id)
  if (known) await kept.audit.note({ at, who, what: 'help.done', object: id, reason: '' })
  return known
}
