/** The routes of one issuer instance (VCALM 1.0 §3.2). Mount it once per instance. */

import type { Issuer } from '@energy-ssi/vc-api'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  createdStatusList,
  createStatusListRequest,
  credentialParams,
  issueCredentialRequest,
  issuedCredential,
  issuingSchemas,
  updateStatusRequest,
} from '../schemas/issuing.ts'
import { nothing, problemSchemas, problems } from '../schemas/problem.ts'
import { addSchemas, ref } from '../schemas/schema.ts'

/** What {@link issuerRoutes} needs. */
export interface IssuerRoutesOptions {
  readonly issuer: Issuer
  /** Largest body of an issue request. */
  readonly maxBytes: number
}

const tags = ['Issuing']

/** Issue, fetch, delete and revoke. */
export const issuerRoutes: FastifyPluginAsyncTypebox<IssuerRoutesOptions> = async (app, { issuer, maxBytes }) => {
  addSchemas(app, [...problemSchemas, ...issuingSchemas])

  app.post('/credentials/issue', {
    bodyLimit: maxBytes,
    schema: {
      operationId: 'issueCredential',
      summary: 'Issue a credential',
      tags,
      body: ref(issueCredentialRequest),
      response: { 201: ref(issuedCredential, 'Issued and recorded.'), ...problems(400, 409, 413, 415, 503) },
    },
    handler: async (request, reply) => reply.code(201).send({ verifiableCredential: await issuer.issue(request.body) }),
  })

  app.get('/credentials/:credentialId', {
    schema: {
      operationId: 'getCredential',
      summary: 'Fetch a credential that was issued and retained',
      tags,
      params: credentialParams,
      response: { 200: ref(issuedCredential, 'The credential.'), ...problems(404, 410, 503) },
    },
    handler: async (request) => ({ verifiableCredential: await issuer.get(request.params.credentialId) }),
  })

  app.delete('/credentials/:credentialId', {
    schema: {
      operationId: 'deleteCredential',
      summary: 'Erase a retained credential; its status can still be changed',
      tags,
      params: credentialParams,
      response: { 202: nothing('Erased.'), ...problems(404, 410, 503) },
    },
    handler: async (request, reply) => {
      await issuer.delete(request.params.credentialId)
      return reply.code(202).send({})
    },
  })

  app.post('/credentials/status', {
    schema: {
      operationId: 'updateStatus',
      summary: 'Revoke, suspend or reinstate a credential',
      tags,
      body: ref(updateStatusRequest),
      response: { 200: nothing('The status is as asked for.'), ...problems(400, 404, 409, 415, 503) },
    },
    handler: async (request, reply) => {
      await issuer.updateStatus(request.body)
      return reply.code(200).send({})
    },
  })

  app.post('/status-lists', {
    schema: {
      operationId: 'createStatusList',
      summary: 'Open a further status list',
      tags,
      body: ref(createStatusListRequest),
      response: { 201: ref(createdStatusList, 'Opened and published.'), ...problems(400, 415, 503) },
    },
    handler: async (request, reply) => {
      const list = await issuer.createStatusList({ statusPurpose: request.body.statusPurpose })
      return reply.code(201).header('location', list.id).send(list)
    },
  })
}
