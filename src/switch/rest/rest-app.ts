import express from 'express'
import type { ErrorRequestHandler, Express } from 'express'
import type { Log } from '../log.ts'
import type { Answer, RestParts } from './ask.ts'
import { basicAuth } from './basic-auth.ts'
import { deleteCall, listCalls, showCall, updateCall } from './calls.ts'
import { listQualities } from './line-quality.ts'
import { listConferences, showConference, updateConference } from './conferences.ts'
import { listNumbers, showNumber, updateNumber } from './incoming-phone-numbers.ts'
import {
  deleteParticipant,
  listParticipants,
  showParticipant,
  updateParticipant,
} from './participants.ts'
import { listTrunks } from './trunks.ts'
import {
  badRequest,
  internal,
  methodNotAllowed,
  notFound,
  problemBody,
  RestProblem,
} from './problem.ts'

export type { RestParts } from './ask.ts'

type Methods = Readonly<Partial<Record<'GET' | 'POST' | 'DELETE', Answer>>>

/**
 * All of it. What Twilio has and this switch has not is missing here and answers 405: nothing calls out, nothing is
 * recorded, nobody listens in.
 */
const routes: Readonly<Record<string, Methods>> = {
  'Calls.json': { GET: listCalls },
  'Calls/:sid.json': { GET: showCall, POST: updateCall, DELETE: deleteCall },
  'LineQuality.json': { GET: listQualities },
  'SipTrunks.json': { GET: listTrunks },
  'Conferences.json': { GET: listConferences },
  'Conferences/:conference.json': { GET: showConference, POST: updateConference },
  'Conferences/:conference/Participants.json': { GET: listParticipants },
  'Conferences/:conference/Participants/:participant.json': {
    GET: showParticipant,
    POST: updateParticipant,
    DELETE: deleteParticipant,
  },
  'IncomingPhoneNumbers.json': { GET: listNumbers },
  'IncomingPhoneNumbers/:sid.json': { GET: showNumber, POST: updateNumber },
}

const form = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 100 })

/**
 * The part of Twilio's REST interface that an application needs to steer running calls and conferences: form in, JSON
 * out, Basic auth (Twilio, REST API). Listens nowhere by itself.
 */
export function restApp(parts: RestParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(basicAuth(parts.account), form)
  for (const [path, methods] of Object.entries(routes)) {
    app.all(`/2010-04-01/Accounts/:account/${path}`, (request, response) => {
      const names: Record<string, string> = {}
      for (const [name, value] of Object.entries(request.params)) {
        if (typeof value === 'string') names[name] = value
      }
      if (names['account'] !== parts.account.sid) throw notFound(request.path)
      const answer = answerOf(methods, request.method)
      const body: unknown = request.body
      const { path: asked, query } = request
      const json = answer(parts, { path: asked, names, query, form: body })
      if (json === undefined) response.status(204).end()
      else response.json(json)
    })
  }
  app.use((request) => {
    throw notFound(request.path)
  })
  app.use(problems(parts.log))
  return app
}

function answerOf(methods: Methods, asked: string): Answer {
  const [, answer] = Object.entries(methods).find(([name]) => name === asked) ?? []
  if (answer === undefined) throw methodNotAllowed()
  return answer
}

/** Everything that was thrown, as Twilio's error body. What nobody foresaw is logged and says nothing outside. */
function problems(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const problem = problemOf(error)
    if (problem.status >= 500) {
      const stack = error instanceof Error ? error.stack : String(error)
      log.error({ stack }, 'a bug fails a REST request')
    }
    response.status(problem.status).json(problemBody(problem))
  }
}

function problemOf(error: unknown): RestProblem {
  if (error instanceof RestProblem) return error
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  const unreadable = typeof status === 'number' && status >= 400 && status < 500
  return unreadable ? badRequest('The request is not readable') : internal()
}
