/** `GET /`: the page for people. */
import type { StatusLists } from '@energy-ssi/vc-api'
import type { FastifyPluginAsync } from 'fastify'
import type { InstanceEntry } from '../instances.ts'
import { FRONT_PAGE_POLICY, renderFrontPage } from '../page/front-page.ts'

/** What {@link frontPageRoutes} needs. */
export interface FrontPageRoutesOptions {
  readonly baseUrl: string
  readonly version: string
  readonly instances: readonly InstanceEntry[]
  readonly verifierNotes: ReadonlyMap<string, string>
  readonly statusLists: Pick<StatusLists, 'overview'>
  /** A new UUID. */
  readonly uuid: () => string
}

/** `GET /` */
export const frontPageRoutes: FastifyPluginAsync<FrontPageRoutesOptions> = async (
  app,
  { statusLists, uuid, ...page },
) => {
  app.get('/', {
    schema: { hide: true },
    handler: async (_request, reply) => {
      const text = renderFrontPage({
        ...page,
        statusLists: await statusLists.overview(),
        exampleId: `urn:uuid:${uuid()}`,
      })
      return reply
        .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': FRONT_PAGE_POLICY })
        .send(text)
    },
  })
}
