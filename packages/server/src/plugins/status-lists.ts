/** The published status lists: public, cacheable, readable from any origin. */
import type { StatusLists } from '@energy-ssi/vc-api'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { matchesEntityTag } from '../http/entity-tag.ts'
import { PROBLEMS } from '../http/errors.ts'
import { RequestError } from '../http/problem.ts'
import { PUBLIC_HEADERS } from '../http/security-headers.ts'
import { empty, problemSchemas, problems } from '../schemas/problem.ts'
import { addSchemas } from '../schemas/schema.ts'

/** What {@link statusListRoutes} needs. */
export interface StatusListRoutesOptions {
  readonly statusLists: Pick<StatusLists, 'publication'>
}

const published = {
  description: 'The status list. Its media type depends on the instance that signs it.',
  content: {
    'application/vc': { schema: { type: 'object', additionalProperties: true } },
    'application/vc+jwt': { schema: { type: 'string' } },
    'application/statuslist+jwt': { schema: { type: 'string' } },
  },
} as const

/** `GET /status-lists/{listId}` */
export const statusListRoutes: FastifyPluginAsync<StatusListRoutesOptions> = async (app, { statusLists }) => {
  addSchemas(app, problemSchemas)

  app.get<{ Params: { listId: string } }>('/status-lists/:listId', {
    schema: {
      operationId: 'getStatusList',
      summary: 'The status list, as verifiers fetch it',
      description: 'Public. Answers 304 to a conditional request for the current version.',
      tags: ['Status lists'],
      params: Type.Object({ listId: Type.String({ minLength: 1, maxLength: 128 }) }),
      response: { 200: published, 304: empty('Not modified.'), ...problems(404, 503) },
    },
    handler: async (request, reply) => {
      reply.headers(PUBLIC_HEADERS)
      const list = await statusLists.publication(request.params.listId)
      if (list === undefined) throw new RequestError(PROBLEMS.notFound, 'There is no such status list.')
      reply.headers({ etag: list.etag, 'cache-control': `public, max-age=${list.maxAgeSeconds}` })
      if (matchesEntityTag(request.headers['if-none-match'], list.etag)) return reply.code(304).send()
      return reply.header('content-type', list.mediaType).send(Buffer.from(list.body))
    },
  })
}
