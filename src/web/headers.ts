import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { RequestHandler } from 'express'
import helmet from 'helmet'

const yearSeconds = 365 * 24 * 60 * 60

/** Things a browser can do that no page of ours asks for (TRUST S-11). */
const unwanted = ['camera', 'microphone', 'geolocation', 'display-capture', 'usb', 'payment']
const permissions = unwanted.map((feature) => `${feature}=()`).join(', ')

/**
 * What every answer forbids (TRUST S-10, S-11): nothing is loaded but our own style, script and pictures, nobody frames
 * us, no address leaks. HSTS only where people reach us by https: on plain http it would mean nothing.
 */
export function securityHeaders(publicUrl: URL): RequestHandler {
  const headers = headersOf(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'"],
          scriptSrc: ["'self'"],
          imgSrc: ["'self'"],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          objectSrc: ["'none'"],
        },
      },
      strictTransportSecurity:
        publicUrl.protocol === 'https:' ? { maxAge: yearSeconds, includeSubDomains: true } : false,
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginEmbedderPolicy: { policy: 'require-corp' },
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
  ).set('Permissions-Policy', permissions)
  return (_request, response, next) => {
    response.setHeaders(headers)
    next()
  }
}

/** What this sets on an answer: it depends on no request, so it is worked out once and not for every webhook. */
function headersOf(handler: ReturnType<typeof helmet>): Map<string, string> {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  handler(response.req, response, () => undefined)
  return new Map(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  )
}
