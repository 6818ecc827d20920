/** HTTP Basic sends a long-lived secret with every request. VCALM 1.0 forbids that, so it is refused even in local mode. */
import type { FastifyInstance } from 'fastify'
import { PROBLEMS } from './errors.ts'
import { RequestError } from './problem.ts'

const BASIC = /^basic(?:\s|$)/i

/** Answers 401 to requests to `scope` that carry HTTP Basic credentials. */
export function refuseBasic(scope: FastifyInstance): void {
  scope.addHook('onRequest', (request, reply, done) => {
    if (!BASIC.test(request.headers.authorization ?? '')) return done()
    reply.header('www-authenticate', 'Bearer')
    done(new RequestError(PROBLEMS.unauthorized, 'HTTP Basic is not accepted.'))
  })
}
