import type { Trouble } from './registration.ts'

/** Errors of the certificate have names, those of the network numbers (`errno`). */
export function troubleOfConnection(error: unknown): Trouble {
  const code = codeOf(error)
  const certificate = /CERT|SIGNATURE|ISSUER|ALTNAME|CRL|CA_|SELF_SIGNED|ERR_SSL|ERR_TLS/
  return { why: certificate.test(code.code ?? '') ? 'certificate' : 'unreachable', ...code }
}

/** The name that the system has for an error, when it has one. */
export function codeOf(error: unknown): { readonly code?: string } {
  return error instanceof Error && 'code' in error ? { code: String(error.code) } : {}
}
