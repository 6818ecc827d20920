/** Wires keys, stores, DID methods, proofs and instances into the services that the routes call. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Clock,
  type JsonObject,
  parseJson,
  type RandomBytes,
  systemClock,
  systemRandomBytes,
} from '@energy-ssi/core'
import { createOutboundFetch } from '@energy-ssi/core/outbound'
import { CredentialError } from '@energy-ssi/credential'
import { createSchemaValidator, type SchemaValidator } from '@energy-ssi/credential/schema'
import { createDataIntegrity } from '@energy-ssi/data-integrity'
import { bbs2023 } from '@energy-ssi/data-integrity/bbs-2023'
import {
  createDidResolver,
  createKeyResolver,
  createMultikeyResolver,
  type DidResolver,
  didJwk,
  didKey,
  didWeb,
} from '@energy-ssi/did'
import { ENERGY_CONTEXT_URL, energyContext, energySchemas } from '@energy-ssi/energy'
import { createLocalKeyService, KeyError, type KeyStore } from '@energy-ssi/keys'
import { openPostgresStore, openSqliteStore } from '@energy-ssi/store-sql'
import {
  createChallenges,
  createHolder,
  createIntegrityVerifier,
  createIssuer,
  createSecurings,
  createStatusListSource,
  createStatusLists,
  createVerifier,
  type Holder,
  type Identity,
  type InstanceAlgorithm,
  type Issuer,
  type Securing,
  type SecuringForm,
  type StatusLists,
  type Store,
  type Verifier,
} from '@energy-ssi/vc-api'
import type { Config, FailureStatus } from './config/config.ts'
import { ConfigError } from './config/config-error.ts'
import { createHostedDids, type HostedDids } from './hosted-dids.ts'
import { existingIdentity, instanceIdentity } from './instance-identity.ts'
import { keyEncryptionKey } from './key-encryption-key.ts'

/** An issuer instance as it is mounted. */
export interface MountedIssuer {
  readonly issuer: Issuer
  readonly did: string
  readonly securing: string
  readonly maxBytes: number
}

/** A verifier instance as it is mounted. */
export interface MountedVerifier {
  readonly verifier: Verifier
  readonly failureStatus: FailureStatus
  readonly maxBytes: number
}

/** A holder instance as it is mounted. */
export interface MountedHolder {
  readonly holder: Holder
  readonly did: string
  readonly securing: string
}

/** Everything the routes call. Maps keep the order of configuration. */
export interface Services {
  readonly issuers: ReadonlyMap<string, MountedIssuer>
  readonly verifiers: ReadonlyMap<string, MountedVerifier>
  readonly holders: ReadonlyMap<string, MountedHolder>
  readonly statusLists: StatusLists
  readonly dids: { readonly resolver: DidResolver; readonly hosted: HostedDids }
  /** Resolves if the store answers. */
  ping(): Promise<void>
  /** Finishes what is under way and lets go of the store. */
  close(): Promise<void>
}

/** Where the services keep things, and the time and randomness they use. */
export interface ServiceParts {
  readonly store: Store
  readonly keyStore: KeyStore
  readonly kek: Uint8Array
  readonly clock: Clock
  readonly randomBytes: RandomBytes
}

/** All of local mode is one tenant. */
const TENANT = 'default'

/**
 * Opens the configured store and creates the services over it.
 * @throws {ConfigError} if the key-encryption key of the data folder is not the one that the store's keys are encrypted with
 */
export async function openServices(config: Config): Promise<Services> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const kek = await keyEncryptionKey(config.dataDir)
  const shared = { clock: systemClock, randomBytes: systemRandomBytes }
  const { store, keyStore } =
    config.databaseUrl === undefined
      ? await openSqliteStore({ path: join(config.dataDir, 'energy-ssi.db'), ...shared })
      : await openPostgresStore({ connectionString: config.databaseUrl, ...shared })
  try {
    return await createServices(config, { store, keyStore, kek, ...shared })
  } catch (error) {
    await store.close()
    if (!(error instanceof KeyError) || error.code !== 'decryption_failed') throw error
    throw new ConfigError(
      'the key-encryption key in DATA_DIR does not fit the database; allowed: the one it began with',
    )
  }
}

/** Creates the services over a store that is open. */
export async function createServices(config: Config, parts: ServiceParts): Promise<Services> {
  const { clock, randomBytes, kek } = parts
  const store = parts.store.forTenant(TENANT)
  const keys = createLocalKeyService({ store: parts.keyStore, kek, tenantId: TENANT, clock, randomBytes })
  const fetch = createOutboundFetch()
  const hosted = createHostedDids({ baseUrl: config.baseUrl, store, clock })
  const resolver = createDidResolver({
    methods: { key: didKey(), jwk: didJwk(), web: didWeb({ fetch, hosted: (did) => findDocument(hosted, did) }) },
    clock,
  })
  const dataIntegrity = createDataIntegrity({
    contexts: { [ENERGY_CONTEXT_URL]: energyContext },
    suites: [bbs2023()],
  })
  const forms = createSecurings({ dataIntegrity, randomBytes })

  const identities = new Map<string, Identity>()
  const began = new Set((await store.listStatusLists()).map(({ issuerId }) => issuerId))
  const identityOf = (kind: 'issuer' | 'holder', instance: { readonly id: string; readonly securing: Securing }) =>
    instanceIdentity(
      keys,
      kind,
      instance,
      forms[instance.securing].algorithm,
      kind === 'issuer' && began.has(instance.id),
    )
  const own = await Promise.all(config.issuers.map((issuer) => identityOf('issuer', issuer)))
  for (const [index, { id }] of config.issuers.entries()) identities.set(id, required(own[index], id))
  const securingOf = new Map(config.issuers.map(({ id, securing }) => [id, forms[securing]]))

  const schemas = holdSchemas(config)
  const statusLists = createStatusLists({
    store,
    keys,
    clock,
    randomBytes,
    baseUrl: config.baseUrl,
    // The lists of an instance that is no longer configured go on: the credentials it issued are still about.
    async signList(issuerId, list, at, publishedAs) {
      const identity = identities.get(issuerId) ?? (await existingIdentity(keys, 'issuer', issuerId))
      const form = securingOf.get(issuerId) ?? formLike(publishedAs, identity.signer.algorithm, forms)
      return form.publishStatusList(list, identity, at)
    },
  })
  const resolveKey = createKeyResolver(resolver, { clock })
  const verifyIntegrity = createIntegrityVerifier({
    resolveKey,
    resolveMultikey: createMultikeyResolver(resolver, { clock }),
    dataIntegrity,
    clock,
  })
  const verifying = {
    verifyIntegrity,
    statusLists: createStatusListSource({ own: statusLists, fetch, verifyIntegrity, resolveKey, clock }),
    challenges: createChallenges({ keys, store, clock, randomBytes }),
    schemas,
    clock,
  }

  const issuers = new Map<string, MountedIssuer>()
  for (const { maxBytes, ...configured } of config.issuers) {
    const instance = { ...configured, ...required(identities.get(configured.id), configured.id) }
    const issuer = createIssuer({ instance, forms, store, keys, statusLists, schemas, clock, randomBytes })
    issuers.set(instance.id, { issuer, did: instance.did, securing: instance.securing, maxBytes })
  }
  const verifiers = new Map<string, MountedVerifier>()
  for (const { id, policy, failureStatus, maxBytes } of config.verifiers) {
    verifiers.set(id, { verifier: createVerifier({ ...verifying, policy }), failureStatus, maxBytes })
  }
  const holders = new Map<string, MountedHolder>()
  for (const { id, securing } of config.holders) {
    const instance = { id, securing, ...(await identityOf('holder', { id, securing })) }
    holders.set(id, { holder: createHolder({ instance, forms, dataIntegrity, clock }), did: instance.did, securing })
  }

  return Object.freeze({
    issuers,
    verifiers,
    holders,
    statusLists,
    dids: { resolver, hosted },
    ping: () => parts.store.ping(),
    close: () => parts.store.close(),
  } satisfies Services)
}

/** The schemas of the energy credentials and those of the configuration. */
function holdSchemas({ schemas }: Config): SchemaValidator {
  const own = Object.values(energySchemas).map((schema) => [schema.$id, schema as JsonObject])
  try {
    return createSchemaValidator({ schemas: { ...Object.fromEntries(own), ...schemas } })
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
    throw new ConfigError(`a schema of the configuration cannot be used: ${error.message}`)
  }
}

/** A form in which a key can go on signing what was published as this media type. */
function formLike(
  mediaType: string | undefined,
  algorithm: InstanceAlgorithm,
  forms: Readonly<Record<Securing, SecuringForm>>,
): SecuringForm {
  const form = Object.values(forms).find(
    (each) => each.algorithm === algorithm && each.statusListType === (mediaType ?? 'application/vc'),
  )
  if (form === undefined) throw new Error(`No form of securing has keys of ${algorithm}.`)
  return form
}

async function findDocument(hosted: HostedDids, did: string): Promise<unknown | undefined> {
  const text = await hosted.find(did)
  return text === undefined ? undefined : parseJson(text)
}

function required<T>(value: T | undefined, issuerId: string): T {
  if (value === undefined) throw new Error(`The issuer instance "${issuerId}" has no key.`)
  return value
}
