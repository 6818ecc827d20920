/** `GET /instances`: what there is to talk to. */
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import type { InstanceEntry } from '../instances.ts'

/** What {@link instanceRoutes} needs. */
export interface InstanceRoutesOptions {
  readonly instances: readonly InstanceEntry[]
}

/** `GET /instances` */
export const instanceRoutes: FastifyPluginAsync<InstanceRoutesOptions> = async (app, { instances }) => {
  app.get('/instances', {
    schema: {
      operationId: 'listInstances',
      summary: 'The issuer, verifier and holder instances',
      tags: ['Instances'],
      response: {
        200: Type.Array(
          Type.Object({
            kind: Type.Enum(['issuer', 'verifier', 'holder']),
            id: Type.String(),
            url: Type.String({ description: 'Base URL of the instance’s routes.' }),
            did: Type.Optional(Type.String({ description: 'The DID the instance signs with.' })),
            securing: Type.Optional(Type.String({ description: 'How the instance secures what it signs.' })),
          }),
          { description: 'In the order of configuration.' },
        ),
      },
    },
    handler: async () => instances,
  })
}
