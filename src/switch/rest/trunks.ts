import type { Answer } from './ask.ts'

/** Twilio has no lines that could be down; an application asks only a carrier that it knows to be this switch. */
export const listTrunks: Answer = ({ trunks }) => ({
  trunks: trunks().map(({ name, transport, is, since, seenAs, trouble, tryAgainAt }) => ({
    trunk: name,
    transport: transport?.toLowerCase() ?? null,
    state: is,
    since: new Date(since).toISOString(),
    seen_as: seenAs ?? null,
    reason: trouble?.why ?? null,
    status: trouble?.status ?? null,
    code: trouble?.code ?? null,
    try_again_at: tryAgainAt === undefined ? null : new Date(tryAgainAt).toISOString(),
  })),
})
