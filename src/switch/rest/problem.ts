/**
 * A request that cannot be answered as asked. `code` is Twilio's, `status` HTTP's; both go into the error body
 * (Twilio, Twilio's Response).
 */
export class RestProblem extends Error {
  override readonly name = 'RestProblem'
  readonly status: number
  readonly code: number
  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The error body as Twilio writes it; its REST client reads `code`, `message` and `more_info`. */
export function problemBody(problem: RestProblem) {
  return {
    code: problem.code,
    message: problem.message,
    more_info: `https://www.twilio.com/docs/errors/${String(problem.code)}`,
    status: problem.status,
  }
}

export const unauthorized = () => new RestProblem(401, 20003, 'Authenticate')

export const methodNotAllowed = () => new RestProblem(405, 20004, 'Method not allowed')

export const badRequest = (message: string, code = 20001) => new RestProblem(400, code, message)

export const tooManyRequests = () => new RestProblem(429, 20429, 'Too many requests')

export const internal = () => new RestProblem(500, 20500, 'An internal server error has occurred')

export const notFound = (path: string) =>
  new RestProblem(404, 20404, `The requested resource ${path} was not found`)
