/** Turns every failure of a request into a problem answer: errors, unknown URLs, wrong methods, broken HTTP. */
import type { Socket } from 'node:net'
import type {} from '@fastify/swagger'
import type { ConnectionError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerTo, PROBLEMS } from './errors.ts'
import { logged } from './log.ts'
import { type ProblemAnswer, type ProblemKind, RequestError } from './problem.ts'

/** The body of an error answer and, unless it is plain JSON, its media type. */
export interface ErrorBody {
  readonly body: ProblemAnswer
  readonly mediaType?: string
}

/**
 * Answers with the problem that an error is. Only failures of the service itself are logged.
 * @param wrap - adds the members another specification wants in its error answers, or its media type
 */
export function replyWithProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  wrap: (answer: ProblemAnswer) => ErrorBody = (body) => ({ body }),
): FastifyReply {
  const { kind, answer } = answerTo(error)
  const { body, mediaType = 'application/json; charset=utf-8' } = wrap(answer)
  if (kind.status >= 500) {
    const { method, id } = request
    request.log.error({ requestId: id, method, route: request.routeOptions.url, err: logged(error) }, kind.title)
  }
  return reply
    .code(kind.status)
    .headers({
      'content-type': mediaType,
      'cache-control': 'no-store',
      ...(kind.status === 500 && { 'x-request-id': request.id }),
      ...(kind.retryAfterSeconds !== undefined && { 'retry-after': String(kind.retryAfterSeconds) }),
    })
    .serializer(JSON.stringify)
    .send(body)
}

/** Answers requests for URLs that no route has. */
export function notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const instance = /^\/(?:issuers|verifiers|holders)\/[^/]+\//.test(request.url)
  const error = instance
    ? new RequestError(
        PROBLEMS.instanceNotFound,
        'No instance of this service has this URL. GET /instances lists them.',
      )
    : new RequestError(PROBLEMS.notFound, 'No resource of this service has this URL.')
  return replyWithProblem(error, request, reply)
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** Answers 405 with `Allow` wherever a URL exists, but not for the method. Register it after all routes. */
export function refuseOtherMethods(app: FastifyInstance, urls: ReadonlySet<string>): void {
  for (const url of urls) {
    const others = METHODS.filter((method) => !app.hasRoute({ url, method }))
    const allow = METHODS.filter((method) => !others.includes(method)).join(', ')
    if (others.length === 0) continue
    app.route({
      method: others,
      url,
      schema: { hide: true },
      onRequest: async (_request, reply) => {
        reply.header('allow', allow)
        throw new RequestError(PROBLEMS.methodNotAllowed, `Allowed here: ${allow}.`)
      },
      handler: async () => undefined,
    })
  }
}

/** Answers what is not HTTP enough to become a request, then closes the connection. */
export function refuseClient(error: ConnectionError, socket: Socket, headers: Readonly<Record<string, string>>): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [kind, detail] = clientProblem(error)
  const { type, title, status } = kind
  const body = JSON.stringify({ type, title, detail, status })
  const fields = Object.entries({
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  })
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.end(`HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}\r\n${lines}\r\n${body}`)
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
}

function clientProblem({ code }: ConnectionError): readonly [kind: ProblemKind, detail: string] {
  if (code === 'HPE_HEADER_OVERFLOW') return [PROBLEMS.headersTooLarge, 'The request headers are larger than 16 KiB.']
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [PROBLEMS.requestTimeout, 'The request did not arrive in time.']
  return [PROBLEMS.badRequest, 'The bytes received are not an HTTP request.']
}
