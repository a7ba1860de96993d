import type { Response } from 'express'

/** Answers a carrier. Nobody asks for these documents again by their tag, so they get none. */
export function sendDocument(response: Response, document: string): void {
  if (isAnswered(response)) return
  response.setHeader('Content-Type', 'text/xml; charset=utf-8')
  response.end(document)
}

/** Answers without a document: who asks looks at the number alone, and express would write a text for it. */
export function sendStatus(response: Response, status: number): void {
  if (isAnswered(response)) return
  response.statusCode = status
  response.end()
}

/** A request that took too long was answered by then (hard-stop.ts). */
const isAnswered = (response: Response): boolean => response.headersSent
