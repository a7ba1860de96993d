import { z } from 'zod'
import type { Dialog } from './dialog.ts'

/** Our own requests that may have been sent after the record was written; a CSeq may leave gaps (RFC 3261 §12.2.2). */
const sequenceGap = 1_000

/** Who called is not written down: a dialog is found by its tags and its Call-ID (RFC 3261 §12). The name of RFC 3323 §4.1.1.3. */
const nobody = '<sip:anonymous@anonymous.invalid>'

/** What a BYE needs of a dialog, and nothing else: to be written down, and read after a crash. */
const recordForm = z.strictObject({
  callId: z.string(),
  localTag: z.string(),
  remoteTag: z.string(),
  routeSet: z.array(z.string()),
  remoteTarget: z.string(),
  localSequence: z.int().nonnegative(),
  source: z.strictObject({
    transport: z.enum(['UDP', 'TCP', 'TLS']),
    address: z.string(),
    port: z.int().min(1).max(65_535),
    trunk: z.string().optional(),
  }),
})

export function recordOf(dialog: Dialog): unknown {
  const { callId, localTag, remoteTag } = dialog
  const { routeSet, remoteTarget, localSequence, source } = dialog
  const { transport, address, port, trunk } = source
  return {
    ...{ callId, localTag, remoteTag, routeSet, remoteTarget, localSequence },
    source: { transport, address, port, trunk },
  }
}

/** The dialog as it was when we lost it; undefined when this is no record of one. */
export function dialogFrom(record: unknown): Dialog | undefined {
  const read = recordForm.safeParse(record)
  if (!read.success) return undefined
  const { localSequence, source, ...rest } = read.data
  const { trunk, ...place } = source
  const { localTag, remoteTag } = rest
  return {
    ...rest,
    local: `${nobody};tag=${localTag}`,
    remote: remoteTag === '' ? nobody : `${nobody};tag=${remoteTag}`,
    localSequence: localSequence + sequenceGap,
    remoteSequence: 0,
    source: trunk === undefined ? place : { ...place, trunk },
  }
}
