/** For whoever runs the service: is it alive, is it ready, how is it doing. */
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { PROBLEMS } from '../http/errors.ts'
import { logged } from '../http/log.ts'
import type { Metrics } from '../http/metrics.ts'
import { RequestError } from '../http/problem.ts'
import { problemSchemas, problems } from '../schemas/problem.ts'
import { addSchemas } from '../schemas/schema.ts'

/** What {@link healthRoutes} needs. */
export interface HealthRoutesOptions {
  /** Resolves if what the service depends on answers. */
  readonly ping: () => Promise<void>
  readonly metrics: Metrics
  /** Whether the service is shutting down. */
  readonly isStopping: () => boolean
}

const PING_TIMEOUT_MS = 2_000
const tags = ['Operation']

/** `GET /livez`, `GET /readyz`, `GET /metrics` */
export const healthRoutes: FastifyPluginAsync<HealthRoutesOptions> = async (app, { ping, metrics, isStopping }) => {
  addSchemas(app, problemSchemas)

  app.get('/livez', {
    schema: {
      operationId: 'livez',
      summary: 'Whether the process answers',
      tags,
      response: { 200: Type.Object({ status: Type.String({ const: 'live' }) }, { description: 'It does.' }) },
    },
    handler: async () => ({ status: 'live' }),
  })

  app.get('/readyz', {
    schema: {
      operationId: 'readyz',
      summary: 'Whether requests can be served: the store answers, and the service is not shutting down',
      tags,
      response: {
        200: Type.Object({ status: Type.String({ const: 'ready' }) }, { description: 'They can.' }),
        ...problems(503),
      },
    },
    handler: async (request) => {
      if (isStopping()) throw new RequestError(PROBLEMS.notReady, 'The service is shutting down.')
      try {
        await withinTime(ping())
      } catch (error) {
        request.log.warn({ requestId: request.id, err: logged(error) }, 'not ready')
        throw new RequestError(PROBLEMS.notReady, 'The store does not answer.')
      }
      return { status: 'ready' }
    },
  })

  app.get('/metrics', {
    schema: {
      operationId: 'metrics',
      summary: 'Metrics for Prometheus',
      tags,
      response: {
        200: { description: 'Text exposition format.', content: { 'text/plain': { schema: Type.String() } } },
      },
    },
    handler: async (_request, reply) =>
      reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics()),
  })
}

async function withinTime(answer: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time.')), PING_TIMEOUT_MS)
  })
  try {
    await Promise.race([answer, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
