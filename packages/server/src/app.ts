/** The reference service as an app: every plugin with its collaborators, ready to be injected into or to listen. */
import { type Clock, hexEncode, type RandomBytes, systemClock, systemRandomBytes } from '@energy-ssi/core'
import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify'
import type { Config } from './config/config.ts'
import { createHttpApp } from './http/create-http-app.ts'
import { refuseOtherMethods } from './http/error-replies.ts'
import type { LogStream } from './http/log.ts'
import { createMetrics, type Metrics } from './http/metrics.ts'
import { refuseBasic } from './http/refuse-basic.ts'
import { listInstances } from './instances.ts'
import { didRegistrationRoutes } from './plugins/did-registration.ts'
import { didResolutionRoutes } from './plugins/did-resolution.ts'
import { addDocs } from './plugins/docs.ts'
import { frontPageRoutes } from './plugins/front-page.ts'
import { healthRoutes } from './plugins/health.ts'
import { holderRoutes } from './plugins/holder.ts'
import { hostedDidRoutes } from './plugins/hosted-dids.ts'
import { instanceRoutes } from './plugins/instances.ts'
import { issuerRoutes } from './plugins/issuer.ts'
import { statusListRoutes } from './plugins/status-lists.ts'
import { verifierRoutes } from './plugins/verifier.ts'
import { holdingSchemas } from './schemas/holding.ts'
import { issuingSchemas } from './schemas/issuing.ts'
import { problemSchemas } from './schemas/problem.ts'
import { registrationSchemas } from './schemas/registration.ts'
import { addSchemas } from './schemas/schema.ts'
import { verifyingSchemas } from './schemas/verifying.ts'
import type { Services } from './services.ts'
import { VERSION } from './version.ts'

/** What {@link createApp} needs. */
export interface AppParts {
  readonly config: Pick<Config, 'baseUrl' | 'bodyBytes' | 'logLevel' | 'verifiers'>
  readonly services: Services
  readonly logStream: LogStream
  readonly metrics?: Metrics
  readonly clock?: Clock
  readonly randomBytes?: RandomBytes
  /**
   * Admits the caller of a route that is not public, or throws. Absent: everybody is admitted, which
   * `readConfig` allows in local mode only.
   */
  readonly authorize?: onRequestAsyncHookHandler
}

/** First path segments that are the service's own, now or in the interface it is held against. */
const RESERVED_SEGMENTS: ReadonlySet<string> = new Set(
  '.well-known 1.0 callbacks docs exchanges holders instances interactions issuers livez metrics openid4vci openid4vp readyz schemas status-lists t verifiers workflows'.split(
    ' ',
  ),
)

/** Creates the app, with all routes and the documentation of them. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const { config, services, clock = systemClock, randomBytes = systemRandomBytes, metrics = createMetrics() } = parts
  const { baseUrl } = config
  const app = createHttpApp({
    ...config,
    clock,
    randomBytes,
    metrics,
    logStream: parts.logStream,
    https: baseUrl.startsWith('https:'),
  })
  let stopping = false
  app.addHook('preClose', async () => {
    stopping = true
  })
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close')
  })
  const urls = collectUrls(app)
  const instances = listInstances(services, baseUrl)
  // Once for all instances: every scope that adds schemas of its own gets a validator of its own.
  addSchemas(app, [
    ...problemSchemas,
    ...issuingSchemas,
    ...verifyingSchemas,
    ...holdingSchemas,
    ...registrationSchemas,
  ])

  await addDocs(app)
  await app.register(healthRoutes, { ping: services.ping, metrics, isStopping: () => stopping })
  await app.register(statusListRoutes, { statusLists: services.statusLists })
  await app.register(didResolutionRoutes, { resolver: services.dids.resolver })
  await app.register(hostedDidRoutes, { hosted: services.dids.hosted })
  await app.register(frontPageRoutes, {
    baseUrl,
    version: VERSION,
    instances,
    verifierNotes: new Map(config.verifiers.map((verifier) => [verifier.id, noteOn(verifier)])),
    statusLists: services.statusLists,
    uuid: () => uuid(randomBytes),
  })
  await app.register(async (scope) => {
    refuseBasic(scope)
    if (parts.authorize !== undefined) scope.addHook('onRequest', parts.authorize)
    await scope.register(instanceRoutes, { instances })
    await scope.register(didRegistrationRoutes, { hosted: services.dids.hosted, reservedSegments: RESERVED_SEGMENTS })
    for (const [id, options] of services.issuers)
      await scope.register(issuerRoutes, { ...options, prefix: `/issuers/${id}` })
    for (const [id, options] of services.verifiers) {
      await scope.register(verifierRoutes, { ...options, prefix: `/verifiers/${id}` })
    }
    for (const [id, options] of services.holders)
      await scope.register(holderRoutes, { ...options, prefix: `/holders/${id}` })
  })
  await app.register(async (scope) => refuseOtherMethods(scope, new Set(urls)))
  await app.ready()
  return app
}

function collectUrls(app: FastifyInstance): ReadonlySet<string> {
  const urls = new Set<string>()
  app.addHook('onRoute', ({ url }) => {
    urls.add(url)
  })
  return urls
}

function noteOn({ failureStatus, policy }: Config['verifiers'][number]): string {
  const judged = policy.treatWarningsAsErrors
    ? 'Refuses what is revoked, suspended or out of date.'
    : 'Only warns of what is revoked, suspended or out of date.'
  return `${judged} A failed verification is answered with HTTP ${failureStatus}.`
}

/** A random UUID (RFC 9562 §5.4). */
function uuid(randomBytes: RandomBytes): string {
  const bytes = randomBytes(16)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return hexEncode(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
