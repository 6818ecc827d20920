/** Resolving DIDs and dereferencing DID URLs over HTTP (DID Resolution, HTTP binding). Public. */
import { isObject } from '@energy-ssi/core'
import { type DidDocument, DidError, type DidResolver, parseDidUrl } from '@energy-ssi/did'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { didRepresentation } from '../http/did-accept.ts'
import { replyWithProblem } from '../http/error-replies.ts'
import { PROBLEMS } from '../http/errors.ts'
import { type ProblemAnswer, type ProblemKind, RequestError } from '../http/problem.ts'
import { PUBLIC_HEADERS } from '../http/security-headers.ts'
import { problemSchemas, problems } from '../schemas/problem.ts'
import { addSchemas, openObject } from '../schemas/schema.ts'

/** What {@link didResolutionRoutes} needs. */
export interface DidResolutionRoutesOptions {
  readonly resolver: Pick<DidResolver, 'resolve'>
}

const PATH = '/1.0/identifiers/'

const didProblem = (status: number, code: string, title: string): ProblemKind => ({
  status,
  type: `https://www.w3.org/ns/did#${code}`,
  title,
})
const notFound = didProblem(404, 'NOT_FOUND', 'There is no such DID')
const notSupported = didProblem(501, 'FEATURE_NOT_SUPPORTED', 'This is not supported')

/** By the reasons a resolver gives, spelt without underscores and in lower case. */
const FAILURES: Readonly<Record<string, ProblemKind>> = {
  invaliddid: PROBLEMS.invalidDid,
  invaliddidurl: didProblem(400, 'INVALID_DID_URL', 'The DID URL is invalid'),
  invaliddiddocument: didProblem(500, 'INVALID_DID_DOCUMENT', 'The DID document is invalid'),
  methodnotsupported: PROBLEMS.methodNotSupported,
  notfound: notFound,
  representationnotsupported: didProblem(406, 'REPRESENTATION_NOT_SUPPORTED', 'No such representation is available'),
  unsupportedpublickeytype: notSupported,
}

/** `GET /1.0/identifiers/{did}` */
export const didResolutionRoutes: FastifyPluginAsync<DidResolutionRoutesOptions> = async (app, { resolver }) => {
  addSchemas(app, problemSchemas)

  app.get(`${PATH}*`, {
    config: { documentedUrl: `${PATH}:identifier` },
    schema: {
      operationId: 'resolveDid',
      summary: 'Resolve a DID or dereference a DID URL',
      description:
        'The DID is URL-encoded. `Accept`: `application/did-resolution` (default), `application/did` for the document ' +
        'alone. A failure is a problem and a resolution result in one body.',
      tags: ['DIDs'],
      params: Type.Object({ identifier: Type.Optional(Type.String({ description: 'The DID, URL-encoded.' })) }),
      response: {
        200: {
          description: 'The DID document and its metadata, or the document alone.',
          content: {
            'application/did-resolution': { schema: openObject('A resolution result.') },
            'application/did': { schema: openObject('A DID document.') },
          },
        },
        ...problems(400, 404, 406, 410, 500, 501, 503),
      },
    },
    handler: async (request, reply) => {
      reply.headers(PUBLIC_HEADERS)
      const wanted = didRepresentation(request.headers.accept)
      const identifier = identifierOf(request.url)
      const dereferencing = /[/?#]/.test(identifier)
      try {
        if (wanted === undefined) throw failure('representationnotsupported', 'Ask for application/did-resolution.')
        if (request.url.includes('?')) throw new RequestError(notSupported, 'No resolution options are supported.')
        const result = dereferencing ? await dereference(identifier, resolver) : await resolve(identifier, resolver)
        if (wanted.form === 'document') return sendJson(reply, wanted.mediaType, result.content)
        const mediaType = dereferencing && !wanted.named ? 'application/did-url-dereferencing' : wanted.mediaType
        return sendJson(reply, mediaType, result.result)
      } catch (error) {
        const mediaType = wanted?.named && wanted.form === 'result' ? { mediaType: wanted.mediaType } : {}
        return replyWithProblem(error, request, reply, (answer) => ({
          body: dereferencing ? failedDereferencing(answer) : failedResolution(answer),
          ...mediaType,
        }))
      }
    },
  })
}

/** Sends JSON under exactly this media type: as bytes, because to texts the framework adds a charset. */
function sendJson(reply: FastifyReply, mediaType: string, value: unknown): FastifyReply {
  return reply.header('content-type', mediaType).send(Buffer.from(JSON.stringify(value)))
}

/**
 * The DID or DID URL in a request's URL. Clients that leave the colons of a DID as they are usually leave all of it as
 * it is: then `%3A` is part of a did:web, not an encoded colon.
 */
function identifierOf(url: string): string {
  const start = url.indexOf(PATH) + PATH.length
  const [raw = ''] = url.slice(start).split('?', 1)
  try {
    return decodeURIComponent(raw.startsWith('did:') ? raw.replaceAll(/%3a/gi, '%253A') : raw)
  } catch {
    throw failure('invaliddid', 'The DID is not validly percent-encoded.')
  }
}

interface Resolved {
  /** The whole result. */
  readonly result: unknown
  /** The document or resource alone. */
  readonly content: unknown
}

async function resolve(did: string, resolver: DidResolutionRoutesOptions['resolver']): Promise<Resolved> {
  const { didDocument, didDocumentMetadata, didResolutionMetadata } = await resolver.resolve(did)
  if (didDocumentMetadata.deactivated === true) {
    throw new RequestError({ ...notFound, status: 410, title: 'The DID is deactivated' }, 'The DID was deactivated.')
  }
  const error: unknown = didResolutionMetadata.error
  if (error !== undefined || didDocument === null) {
    const reason = isObject(error) ? error.type : (error ?? 'notFound')
    const { message } = didResolutionMetadata as { readonly message?: unknown }
    throw failure(normalised(reason), typeof message === 'string' ? message : 'The DID does not resolve.')
  }
  const result = { didDocument, didResolutionMetadata: { contentType: 'application/did' }, didDocumentMetadata }
  return { result, content: didDocument }
}

async function dereference(didUrl: string, resolver: DidResolutionRoutesOptions['resolver']): Promise<Resolved> {
  const { did, path, query, fragment } = parsed(didUrl)
  if (path !== undefined || query !== undefined || fragment === undefined) {
    throw new RequestError(notSupported, 'Of DID URLs only those with a fragment alone are supported.')
  }
  const { content } = await resolve(did, resolver)
  const resource = resourceOf(content as DidDocument, didUrl, fragment)
  if (resource === undefined) throw new RequestError(notFound, 'The document holds no resource with this fragment.')
  return {
    result: { dereferencingMetadata: { contentType: 'application/did' }, contentStream: resource, contentMetadata: {} },
    content: resource,
  }
}

function parsed(didUrl: string) {
  try {
    return parseDidUrl(didUrl)
  } catch (error) {
    if (error instanceof DidError) throw failure('invaliddidurl', error.message)
    throw error
  }
}

/** The verification method or service of a document that a fragment names. */
function resourceOf(document: DidDocument, didUrl: string, fragment: string): unknown {
  const members = Object.values(document).flatMap((member) => (Array.isArray(member) ? (member as unknown[]) : []))
  return members.find((member) => isObject(member) && (member.id === didUrl || member.id === `#${fragment}`))
}

function normalised(reason: unknown): string {
  return String(reason).replace(/^.*#/, '').replaceAll('_', '').toLowerCase()
}

function failure(reason: string, detail: string): RequestError {
  return new RequestError(FAILURES[reason] ?? didProblem(500, 'INTERNAL_ERROR', 'The DID cannot be resolved'), detail)
}

function failedResolution(answer: ProblemAnswer) {
  const { type, title, detail } = answer
  return {
    ...answer,
    didDocument: null,
    didResolutionMetadata: { error: { type, title, detail } },
    didDocumentMetadata: {},
  }
}

function failedDereferencing(answer: ProblemAnswer) {
  const { type, title, detail } = answer
  return {
    ...answer,
    contentStream: null,
    dereferencingMetadata: { error: { type, title, detail } },
    contentMetadata: {},
  }
}
