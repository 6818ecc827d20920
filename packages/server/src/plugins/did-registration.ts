/** Creating did:web identifiers that this service hosts; their keys stay with the client (DIF DID Registration). */
import { isObject } from '@energy-ssi/core'
import type { FastifyPluginAsync } from 'fastify'
import { type Static, Type } from 'typebox'
import type { HostedDids } from '../hosted-dids.ts'
import { replyWithProblem } from '../http/error-replies.ts'
import { PROBLEMS } from '../http/errors.ts'
import { ownProblem, type ProblemAnswer, RequestError } from '../http/problem.ts'
import { problemSchemas, problems } from '../schemas/problem.ts'
import { createDidRequest, createdDid, registrationSchemas } from '../schemas/registration.ts'
import { addSchemas, ref } from '../schemas/schema.ts'
import { MAX_DID_PATH_SEGMENTS } from './hosted-dids.ts'

/** What {@link didRegistrationRoutes} needs. */
export interface DidRegistrationRoutesOptions {
  readonly hosted: Pick<HostedDids, 'root' | 'host'>
  /** First path segments that belong to other routes of the service. */
  readonly reservedSegments: ReadonlySet<string>
}

const taken = ownProblem(409, 'DID_TAKEN', 'The DID is hosted already')

/** `POST /1.0/create?method=web` */
export const didRegistrationRoutes: FastifyPluginAsync<DidRegistrationRoutesOptions> = async (app, options) => {
  const { hosted, reservedSegments } = options
  addSchemas(app, [...problemSchemas, ...registrationSchemas])

  app.post<{ Body: Static<typeof createDidRequest>; Querystring: { method: string } }>('/1.0/create', {
    schema: {
      operationId: 'createDid',
      summary: 'Host the document of a did:web below this service’s host',
      description: 'The document’s id begins with the did:web of this host; its private keys are never sent.',
      tags: ['DIDs'],
      querystring: Type.Object({ method: Type.String({ maxLength: 32, examples: ['web'] }) }),
      body: ref(createDidRequest),
      response: { 201: ref(createdDid, 'Hosted.'), ...problems(400, 409, 413, 415, 501, 503) },
    },
    errorHandler: (error, request, reply) => {
      replyWithProblem(error, request, reply, failedRegistration)
    },
    handler: async (request, reply) => {
      const { didDocument, secret = {} } = request.body
      if (request.query.method !== 'web') {
        throw new RequestError(PROBLEMS.methodNotSupported, 'This service creates did:web identifiers only.')
      }
      if (Object.keys(secret).length > 0) throw privateKeyProvided('/secret')
      refusePrivateKeys(didDocument, '/didDocument')
      refuseTakenPath(didDocument.id, hosted.root, reservedSegments)
      const created = await hosted.host(didDocument)
      if (created === undefined)
        throw new RequestError(taken, 'Its document stays as it is.', { pointer: '/didDocument/id' })
      return reply.code(201).send({
        jobId: null,
        didState: { state: 'finished', ...created },
        didRegistrationMetadata: {},
        didDocumentMetadata: {},
      })
    },
  })
}

function failedRegistration(answer: ProblemAnswer) {
  const didState = { state: 'failed', reason: answer.detail }
  return { body: { ...answer, jobId: null, didState, didRegistrationMetadata: {}, didDocumentMetadata: {} } }
}

const SECRET_MEMBER = /^(?:private|secret)Key/i
/** Private parameters of RFC 7518 §6 keys; `k` is a symmetric key. */
const SECRET_JWK_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const

function refusePrivateKeys(value: unknown, pointer: string): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) refusePrivateKeys(item, `${pointer}/${index}`)
  } else if (isObject(value)) {
    if ('kty' in value && SECRET_JWK_MEMBERS.some((name) => name in value)) throw privateKeyProvided(pointer)
    for (const [name, member] of Object.entries(value)) {
      const at = `${pointer}/${name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (SECRET_MEMBER.test(name)) throw privateKeyProvided(at)
      refusePrivateKeys(member, at)
    }
  }
}

function privateKeyProvided(pointer: string): RequestError {
  return new RequestError(PROBLEMS.privateKey, `${pointer} holds key material that must stay with the client.`, {
    pointer,
  })
}

/** A DID whose document would lie where another resource of the service is, or deeper than documents are served. */
function refuseTakenPath(id: unknown, root: string, reserved: ReadonlySet<string>): void {
  if (typeof id !== 'string' || !id.startsWith(`${root}:`)) return
  const segments = id.slice(root.length + 1).split(':')
  if (reserved.has(segments[0] as string)) {
    throw new RequestError(PROBLEMS.invalidDid, 'The first path segment of the DID is reserved for this service.')
  }
  if (segments.length > MAX_DID_PATH_SEGMENTS) {
    throw new RequestError(PROBLEMS.invalidDid, `A DID hosted here has at most ${MAX_DID_PATH_SEGMENTS} path segments.`)
  }
}
