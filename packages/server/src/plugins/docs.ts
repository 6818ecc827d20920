/** The OpenAPI 3.1 document at `/docs/json` and Swagger UI at `/docs`. Register it before the routes it describes. */
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, FastifySchema } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The URL pattern that stands in the OpenAPI document, where it differs from the route's. */
    readonly documentedUrl?: string
  }
}

/** Version of the HTTP interface: it changes with paths and shapes, not with every release. */
const API_VERSION = '0.1'

/** Swagger UI styles elements one by one and shows its icons as data URLs. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const INSTANCE_URL = /^\/(issuers|verifiers|holders)\/([^/:]+)\//

/** Serves the documentation of every route that is registered on `app` afterwards. */
export async function addDocs(app: FastifyInstance): Promise<void> {
  const idsOf = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url }) => {
    const [, kind, id] = INSTANCE_URL.exec(url) ?? []
    if (kind === undefined || id === undefined) return
    idsOf.set(kind, (idsOf.get(kind) ?? new Set()).add(id))
  })

  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'energy-ssi',
        version: API_VERSION,
        summary: 'Verifiable credentials for the power system',
        description:
          'Issue, verify, present and revoke verifiable credentials: VC-API (VCALM 1.0 draft), DID Resolution and ' +
          'Registration. Errors are RFC 9457 problem details, sent as application/json.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'Issuing', description: 'Issue, fetch, delete and revoke credentials.' },
        { name: 'Verifying', description: 'Verify credentials and presentations.' },
        { name: 'Presenting', description: 'Sign presentations.' },
        { name: 'Status lists', description: 'What verifiers fetch.' },
        { name: 'DIDs', description: 'Resolve and host decentralised identifiers.' },
        { name: 'Instances', description: 'What there is to talk to.' },
        { name: 'Operation', description: 'Health and metrics.' },
      ],
    },
    hideUntagged: true,
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? `def-${index}`) },
    // Instances of a kind have the same routes: they are described once, with the instance as a parameter.
    transform: ({ schema, url, route }) => {
      const [, kind, id] = INSTANCE_URL.exec(url) ?? []
      if (kind === undefined || id === undefined) return { schema, url: route.config?.documentedUrl ?? url }
      return {
        schema: withInstanceId(schema, [...(idsOf.get(kind) ?? [])]),
        url: url.replace(`/${kind}/${id}/`, `/${kind}/:id/`),
      }
    },
  })

  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: CONTENT_SECURITY_POLICY,
    theme: { title: 'energy-ssi API' },
    uiConfig: { layout: 'BaseLayout', docExpansion: 'list', defaultModelsExpandDepth: 0, tryItOutEnabled: true },
  })
}

function withInstanceId(schema: FastifySchema | undefined, ids: readonly string[]): FastifySchema {
  const params = (schema?.params ?? {}) as { readonly properties?: object; readonly required?: readonly string[] }
  const id = { type: 'string', enum: ids, description: 'The instance; GET /instances lists them.' }
  return {
    ...schema,
    params: { type: 'object', properties: { id, ...params.properties }, required: ['id', ...(params.required ?? [])] },
  }
}
