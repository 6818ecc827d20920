/** The routes of one verifier instance (VCALM 1.0 §3.3). Mount it once per instance. */
import { isObject } from '@energy-ssi/core'
import type { CredentialResult, PresentationResult, Verifier } from '@energy-ssi/vc-api'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FailureStatus } from '../config/config.ts'
import { PROBLEMS } from '../http/errors.ts'
import { RequestError } from '../http/problem.ts'
import { problemSchemas, problems } from '../schemas/problem.ts'
import { addSchemas, ref } from '../schemas/schema.ts'
import {
  challengeAnswer,
  credentialResult,
  presentationResult,
  verdicts,
  verifyCredentialRequest,
  verifyingSchemas,
  verifyPresentationRequest,
} from '../schemas/verifying.ts'

/** What {@link verifierRoutes} needs. */
export interface VerifierRoutesOptions {
  readonly verifier: Verifier
  /** HTTP status of a verdict that is `verified: false`. */
  readonly failureStatus: FailureStatus
  /** Largest body of a verify request. */
  readonly maxBytes: number
}

const tags = ['Verifying']
const FAILED = 'The verdict is `verified: false`: the same body, with the status the instance is configured for.'

/** Verify credentials and presentations, and make challenges. */
export const verifierRoutes: FastifyPluginAsyncTypebox<VerifierRoutesOptions> = async (app, options) => {
  const { verifier, failureStatus, maxBytes } = options
  addSchemas(app, [...problemSchemas, ...verifyingSchemas])
  const statusOf = ({ verified }: { readonly verified: boolean }) => (verified ? 200 : failureStatus)

  app.post('/credentials/verify', {
    bodyLimit: maxBytes,
    schema: {
      operationId: 'verifyCredential',
      summary: 'Verify a credential',
      description: FAILED,
      tags,
      body: ref(verifyCredentialRequest),
      response: { ...verdicts<CredentialResult>(credentialResult), ...problems(413, 415, 503) },
    },
    handler: async (request, reply) => {
      const result = await verifier.verifyCredential(request.body)
      return reply.code(statusOf(result)).send(result)
    },
  })

  app.post('/presentations/verify', {
    bodyLimit: maxBytes,
    schema: {
      operationId: 'verifyPresentation',
      summary: 'Verify a presentation and the credentials in it',
      description: FAILED,
      tags,
      body: ref(verifyPresentationRequest),
      response: { ...verdicts<PresentationResult>(presentationResult), ...problems(413, 415, 503) },
    },
    handler: async (request, reply) => {
      const result = await verifier.verifyPresentation(request.body)
      return reply.code(statusOf(result)).send(result)
    },
  })

  app.post('/challenges', {
    schema: {
      operationId: 'createChallenge',
      summary: 'Make a challenge for one presentation',
      description: 'The body is absent or `{}`.',
      tags,
      response: { 200: ref(challengeAnswer, 'A new challenge.'), ...problems(400, 415, 503) },
    },
    handler: async (request) => {
      refuseContent(request.body)
      return { challenge: await verifier.createChallenge() }
    },
  })
}

function refuseContent(body: unknown): void {
  if (body === undefined || body === null) return
  if (!isObject(body)) throw new RequestError(PROBLEMS.malformed, 'The request must be an object.', { pointer: '' })
  if (Object.keys(body).length > 0) {
    throw new RequestError(PROBLEMS.unknownOption, 'A request for a challenge has no members.', { pointer: '' })
  }
}
