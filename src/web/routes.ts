import { join } from 'node:path'
import { Router, static as files } from 'express'
import { dialInPage } from './dial-in.tsx'
import type { DialInParts } from './dial-in.tsx'

export type WebParts = DialInParts & { readonly configFolder: string }

/** Every page and file there is. */
export function webRoutes(parts: WebParts): Router {
  return Router()
    .get('/', dialInPage(parts))
    .use('/assets', files(join(parts.configFolder, 'assets'), { index: false, redirect: false }))
}
