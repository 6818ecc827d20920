/** The did:web documents that this service hosts, at the URLs their DIDs stand for. Public. */
import { createHash } from 'node:crypto'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { HostedDids } from '../hosted-dids.ts'
import { matchesEntityTag } from '../http/entity-tag.ts'
import { PROBLEMS } from '../http/errors.ts'
import { RequestError } from '../http/problem.ts'
import { PUBLIC_HEADERS } from '../http/security-headers.ts'
import { empty, problemSchemas, problems } from '../schemas/problem.ts'
import { addSchemas, openObject } from '../schemas/schema.ts'

/** What {@link hostedDidRoutes} needs. */
export interface HostedDidRoutesOptions {
  readonly hosted: Pick<HostedDids, 'root' | 'find'>
}

/** A hosted DID has at most this many path segments. */
export const MAX_DID_PATH_SEGMENTS = 8

const MAX_AGE_SECONDS = 60
const SEGMENT = /^[A-Za-z0-9._~-]+$/

const answers = {
  200: {
    description: 'The DID document.',
    content: { 'application/did+json': { schema: openObject('A DID document.') } },
  },
  304: empty('Not modified.'),
  ...problems(404, 503),
}

/** `GET /.well-known/did.json` and `GET /{path}/did.json` */
export const hostedDidRoutes: FastifyPluginAsync<HostedDidRoutesOptions> = async (app, { hosted }) => {
  addSchemas(app, problemSchemas)

  async function document(segments: readonly string[], request: FastifyRequest, reply: FastifyReply) {
    reply.headers(PUBLIC_HEADERS)
    const text = segments.every((segment) => SEGMENT.test(segment))
      ? await hosted.find([hosted.root, ...segments].join(':'))
      : undefined
    if (text === undefined) throw new RequestError(PROBLEMS.notFound, 'No DID document is hosted here.')
    const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
    reply.headers({ etag, 'cache-control': `public, max-age=${MAX_AGE_SECONDS}` })
    if (matchesEntityTag(request.headers['if-none-match'], etag)) return reply.code(304).send()
    return reply.header('content-type', 'application/did+json').send(Buffer.from(text))
  }

  app.get('/.well-known/did.json', {
    schema: {
      operationId: 'getRootDidDocument',
      summary: 'The document of this host’s did:web',
      tags: ['DIDs'],
      response: answers,
    },
    handler: (request, reply) => document([], request, reply),
  })

  for (let count = 1; count <= MAX_DID_PATH_SEGMENTS; count++) {
    const names = Array.from({ length: count }, (_, index) => (index === 0 ? 'path' : `path${index + 1}`))
    app.get<{ Params: Record<string, string> }>(`/${names.map((name) => `:${name}`).join('/')}/did.json`, {
      schema: {
        operationId: `getDidDocument${count === 1 ? '' : count}`,
        summary: 'The document of a did:web below this host',
        description: `The path may have up to ${MAX_DID_PATH_SEGMENTS} segments.`,
        tags: ['DIDs'],
        hide: count > 1,
        params: Type.Object(Object.fromEntries(names.map((name) => [name, Type.String({ maxLength: 256 })]))),
        response: answers,
      },
      handler: (request, reply) =>
        document(
          names.map((name) => request.params[name] as string),
          request,
          reply,
        ),
    })
  }
}
