import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Router, static as files, urlencoded, type RequestHandler } from 'express'

/** The longest form is a room's options with a series of dates. */
const formBytesMax = '64kb'
const formFieldsMax = 300

type AnyRoute = { readonly method: 'get' | 'post'; readonly path: string }

/** The pages' scripts as they are built, whether we run from what is built or from the sources. */
const scriptFolder = fileURLToPath(new URL('../../dist/web/browser', import.meta.url))
const justFiles = { index: false, redirect: false } as const

/** A house's pages with their doors, and the files that pages are made of. */
export function routerOf<R extends AnyRoute>(
  routes: readonly R[],
  withDoor: (route: R) => RequestHandler,
  configFolder: string,
): Router {
  const router = Router()
    .use('/assets', files(join(configFolder, 'assets'), justFiles))
    .use('/assets', files(scriptFolder, justFiles))
    .use(urlencoded({ extended: false, limit: formBytesMax, parameterLimit: formFieldsMax }))
  for (const route of routes) router[route.method](route.path, withDoor(route))
  return router
}
