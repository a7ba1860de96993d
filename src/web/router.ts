import { join } from 'node:path'
import { Router, static as files, urlencoded, type RequestHandler } from 'express'

/** The longest form is a room's options with a series of dates. */
const formBytesMax = '64kb'
const formFieldsMax = 300

type AnyRoute = { readonly method: 'get' | 'post'; readonly path: string }

/** A house's pages with their doors, and the files that pages are made of. */
export function routerOf<R extends AnyRoute>(
  routes: readonly R[],
  withDoor: (route: R) => RequestHandler,
  configFolder: string,
): Router {
  const router = Router()
    .use('/assets', files(join(configFolder, 'assets'), { index: false, redirect: false }))
    .use(urlencoded({ extended: false, limit: formBytesMax, parameterLimit: formFieldsMax }))
  for (const route of routes) router[route.method](route.path, withDoor(route))
  return router
}
