/** The routes of one holder instance (VCALM 1.0 §3.4). Mount it once per instance. */
import type { Holder } from '@energy-ssi/vc-api'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  createdPresentation,
  createPresentationRequest,
  deriveCredentialRequest,
  derivedCredential,
  holdingSchemas,
} from '../schemas/holding.ts'
import { problemSchemas, problems } from '../schemas/problem.ts'
import { addSchemas, ref } from '../schemas/schema.ts'

/** What {@link holderRoutes} needs. */
export interface HolderRoutesOptions {
  readonly holder: Holder
}

/** Create presentations, and credentials that disclose less. */
export const holderRoutes: FastifyPluginAsyncTypebox<HolderRoutesOptions> = async (app, { holder }) => {
  addSchemas(app, [...problemSchemas, ...holdingSchemas])

  app.post('/presentations', {
    schema: {
      operationId: 'createPresentation',
      summary: 'Sign a presentation',
      tags: ['Presenting'],
      body: ref(createPresentationRequest),
      response: { 201: ref(createdPresentation, 'Signed.'), ...problems(400, 413, 415) },
    },
    handler: async (request, reply) =>
      reply.code(201).send({ verifiablePresentation: await holder.createPresentation(request.body) }),
  })
  app.post('/credentials/derive', {
    schema: {
      operationId: 'deriveCredential',
      summary: 'Disclose a part of a credential',
      tags: ['Presenting'],
      body: ref(deriveCredentialRequest),
      response: { 201: ref(derivedCredential, 'Derived.'), ...problems(400, 413, 415) },
    },
    handler: async (request, reply) => reply.code(201).send(await holder.deriveCredential(request.body)),
  })
}
