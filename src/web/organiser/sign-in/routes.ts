import { anyone, type Route } from '../../route.ts'
import { signInCodeShow, signInCodeTry } from './code.tsx'
import { signInLinkShow, signInLinkUse } from './link.tsx'
import { signInAsk, signInShow } from './sign-in.tsx'
import type { SigningInParts } from './signing-in.ts'

/** Signing in: the address, the code, the link. */
export function signInRoutes(parts: SigningInParts): readonly Route[] {
  return [
    anyone('get', '/sign-in', signInShow(parts)),
    anyone('post', '/sign-in', signInAsk(parts)),
    anyone('get', '/sign-in/code', signInCodeShow(parts)),
    anyone('post', '/sign-in/code', signInCodeTry(parts)),
    anyone('get', '/sign-in/link/:token', signInLinkShow(parts)),
    anyone('post', '/sign-in/link/:token', signInLinkUse(parts)),
  ]
}
