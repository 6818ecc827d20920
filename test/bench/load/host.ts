/**
 * The service under load, and beside it the same routes without storage, in one process.
 *
 * Arguments: data folder, `group` or `single` (one transaction for each issuance). Prints one line of JSON with the two
 * addresses when it is ready; ends on SIGTERM.
 */
import { join } from 'node:path'
import { systemClock, systemRandomBytes } from '@energy-ssi/core'
import { createDataIntegrity } from '@energy-ssi/data-integrity'
import { createDidKey, createDidResolver, createKeyResolver, didKey } from '@energy-ssi/did'
import { ENERGY_CONTEXT_URL, energyContext } from '@energy-ssi/energy'
import { createLocalKeyService, createMemoryKeyStore } from '@energy-ssi/keys'
import {
  createApp,
  createHttpApp,
  createMetrics,
  createServices,
  issuerRoutes,
  listen,
  readConfig,
} from '@energy-ssi/server'
import { openSqliteStore } from '@energy-ssi/store-sql'
import {
  createIntegrityVerifier,
  createIssuer,
  createMemoryStore,
  createSecurings,
  createStatusLists,
  SECURINGS,
  type Secured,
} from '@energy-ssi/vc-api'

const [, , dataDir = '', grouping = 'group'] = process.argv
const shared = { clock: systemClock, randomBytes: systemRandomBytes }
const config = readConfig({ DATA_DIR: dataDir, PORT: '0', BASE_URL: 'http://127.0.0.1' }, dataDir)

const { store, keyStore } = await openSqliteStore({
  path: join(dataDir, 'load.db'),
  groupCommit: grouping === 'group',
})
const services = await createServices(config, { store, keyStore, kek: new Uint8Array(32).fill(1), ...shared })
const logStream = { write: (line: string) => process.stderr.write(line) }
const service = await createApp({ config, services, logStream })
const floor = await createFloor()

const listeners = [await listen(service, '127.0.0.1', 0), await listen(floor, '127.0.0.1', 0)] as const
process.stdout.write(`${JSON.stringify({ service: listeners[0].url, floor: listeners[1].url })}\n`)
process.on('SIGTERM', () => void stop())

async function stop(): Promise<void> {
  await Promise.all(listeners.map((listener) => listener.stop(2_000)))
  await services.close()
}

/** Validate and sign, or verify the signature, over the same HTTP ground; and an echo. */
async function createFloor() {
  const app = createHttpApp({ ...config, ...shared, metrics: createMetrics(), logStream, https: false })
  const keys = createLocalKeyService({
    store: createMemoryKeyStore(),
    kek: new Uint8Array(32).fill(1),
    tenantId: 'floor',
    ...shared,
  })
  const { publicJwk } = await keys.generate('floor', 'EdDSA')
  const { did, keyId } = createDidKey(publicJwk)
  const signer = await keys.signer('floor', keyId)
  const dataIntegrity = createDataIntegrity({ contexts: { [ENERGY_CONTEXT_URL]: energyContext } })
  const forms = createSecurings({ dataIntegrity, randomBytes: shared.randomBytes })
  const memory = createMemoryStore().forTenant('floor')
  const forgetful = { ...memory, commitIssuance: async () => 'committed' as const }
  const statusLists = createStatusLists({
    store: memory,
    keys,
    ...shared,
    baseUrl: config.baseUrl,
    signList: () => Promise.reject(new Error('No list is published here.')),
  })
  for (const securing of SECURINGS) {
    const instance = { id: securing, did, signer, securing, statusPurposes: [], retention: 'none' as const }
    const issuer = createIssuer({ instance, forms, store: forgetful, keys, statusLists, ...shared })
    await app.register(issuerRoutes, { issuer, maxBytes: 10_485_760, prefix: `/issuers/${securing}` })
  }
  const resolver = createDidResolver({ methods: { key: didKey() }, clock: systemClock })
  const resolveKey = createKeyResolver(resolver, { clock: systemClock })
  const verifyIntegrity = createIntegrityVerifier({ resolveKey, dataIntegrity, clock: systemClock })
  app.post<{ Body: { verifiableCredential: Secured } }>('/verifiers/default/credentials/verify', async ({ body }) => {
    const { verified } = await verifyIntegrity(body.verifiableCredential, 'assertionMethod')
    return { verified }
  })
  app.post('/echo', async ({ body }) => body)
  await app.ready()
  return app
}
