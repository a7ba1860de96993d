import type { Response } from 'express'

/** Answers a carrier. Nobody asks for these documents again by their tag, so they get none. */
export function sendDocument(response: Response, document: string): void {
  response.setHeader('Content-Type', 'text/xml; charset=utf-8')
  response.end(document)
}
