/** One tenant with an issuer per form of securing, verifiers and a holder, over the memory twins. */
import { type Clock, type Fetch, systemRandomBytes } from '@energy-ssi/core'
import { OutboundError } from '@energy-ssi/core/outbound'
import { createDataIntegrity } from '@energy-ssi/data-integrity'
import { bbs2023, bbsKeyFromSeed, createBbsSigner } from '@energy-ssi/data-integrity/bbs-2023'
import {
  createDidKey,
  createDidResolver,
  createKeyResolver,
  createMultikeyResolver,
  didJwk,
  didKey,
} from '@energy-ssi/did'
import { createLocalKeyService, createMemoryKeyStore } from '@energy-ssi/keys'
import {
  createChallenges,
  createHolder,
  createIntegrityVerifier,
  createIssuer,
  createMemoryStore,
  createSecurings,
  createStatusListSource,
  createStatusLists,
  createVerifier,
  hasPresentations,
  type Identity,
  type InstanceAlgorithm,
  type Issuer,
  type IssuerInstance,
  type PresentingForm,
  SECURINGS,
  type Securing,
  STRICT_POLICY,
  StoreError,
  type TenantStore,
  type VerifierPolicy,
} from '@energy-ssi/vc-api'

export const BASE_URL = 'https://issuer.example'
export const START = new Date('2026-06-01T12:00:00Z')

export type Desk = Awaited<ReturnType<typeof openDesk>>

/** Settings of {@link openDesk}. */
export interface DeskOptions {
  readonly fetch?: Fetch
  readonly instance?: Partial<IssuerInstance>
  readonly listLength?: number
}

export async function openDesk(options: DeskOptions = {}) {
  let now = START
  const clock: Clock = () => now
  const randomBytes = systemRandomBytes
  const store = refuseZeroBytes(createMemoryStore().forTenant('test'))
  const keys = createLocalKeyService({
    store: createMemoryKeyStore(),
    kek: new Uint8Array(32).fill(7),
    tenantId: 'test',
    clock,
    randomBytes,
  })
  const identity = async (name: string, algorithm: InstanceAlgorithm = 'EdDSA'): Promise<Identity> => {
    if (algorithm === 'BBS') return bbsIdentity(name)
    const { publicJwk } = await keys.generate(name, algorithm)
    const { did, keyId } = createDidKey(publicJwk)
    return { did, signer: await keys.signer(name, keyId) }
  }
  const fetch =
    options.fetch ?? (() => Promise.reject(new OutboundError('outbound_failed', 'There is no network here.')))
  const resolver = createDidResolver({ methods: { key: didKey(), jwk: didJwk() }, clock })
  const dataIntegrity = createDataIntegrity({ suites: [bbs2023()] })
  const forms = createSecurings({ dataIntegrity, randomBytes })
  const identities = new Map<string, Identity>()
  for (const id of SECURINGS) identities.set(id, await identity(`issuer/${id}`, forms[id].algorithm))

  const statusLists = createStatusLists({
    store,
    keys,
    clock,
    randomBytes,
    baseUrl: BASE_URL,
    ...(options.listLength !== undefined && { listLength: options.listLength }),
    signList: async (issuerId, list, at) =>
      forms[issuerId as Securing].publishStatusList(list, identities.get(issuerId) as Identity, at),
  })
  const resolveKey = createKeyResolver(resolver, { clock })
  const verifyIntegrity = createIntegrityVerifier({
    resolveKey,
    resolveMultikey: createMultikeyResolver(resolver, { clock }),
    dataIntegrity,
    clock,
  })
  const challenges = createChallenges({ keys, store, clock, randomBytes })
  const statusListSource = createStatusListSource({ own: statusLists, fetch, verifyIntegrity, resolveKey, clock })

  const issuer = (securing: Securing): Issuer => {
    const instance: IssuerInstance = {
      id: securing,
      securing,
      statusPurposes: ['revocation'],
      retention: 'encrypted',
      ...(identities.get(securing) as Identity),
      ...options.instance,
    }
    return createIssuer({ instance, forms, store, keys, statusLists, clock, randomBytes })
  }
  const holderIdentity = await identity('holder/default')
  return {
    clock,
    randomBytes,
    store,
    keys,
    forms,
    statusLists,
    statusListSource,
    challenges,
    verifyIntegrity,
    resolveKey,
    dataIntegrity,
    issuer,
    /** Lets time pass. */
    pass: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1000)
    },
    verifier: (policy: Partial<VerifierPolicy> = {}) =>
      createVerifier({
        verifyIntegrity,
        statusLists: statusListSource,
        challenges,
        clock,
        policy: { ...STRICT_POLICY, ...policy },
      }),
    holder: {
      ...createHolder({
        instance: { id: 'default', securing: 'eddsa-rdfc-2022', ...holderIdentity },
        forms,
        dataIntegrity,
        clock,
      }),
      did: holderIdentity.did,
      keyId: holderIdentity.signer.keyId,
    },
    identity,
    /** Signs presentations in one form, with any key. */
    presentAs: (securing: Securing): PresentingForm['securePresentation'] => {
      const form = forms[securing]
      if (!hasPresentations(form)) throw new TypeError('This form has no presentations.')
      return form.securePresentation.bind(form)
    },
  }
}

/** PostgreSQL takes no text with a zero byte: what is looked up must not be any text. */
function refuseZeroBytes(store: TenantStore): TenantStore {
  const check = (text: string) => {
    if (text.includes('\0')) throw new StoreError('store_failed', 'The database cannot do this.')
  }
  return {
    ...store,
    async findIssuance(issuerId, credentialId) {
      check(credentialId)
      return store.findIssuance(issuerId, credentialId)
    },
    async findStatusList(listId) {
      check(listId)
      return store.findStatusList(listId)
    },
    async findStatusListByUrl(url) {
      check(url)
      return store.findStatusListByUrl(url)
    },
  }
}

/** A credential of VCDM 2.0 that every form can carry. */
export function credential(members: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    credentialSubject: { id: 'did:example:station' },
    ...members,
  }
}

/** A credential of VCDM 1.1. */
export function oldCredential(members: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const model1 = { '@context': ['https://www.w3.org/2018/credentials/v1'], issuanceDate: '2026-01-01T00:00:00Z' }
  return credential({ ...model1, ...members })
}

/** A credential that an issuer of this form takes: members of VCDM 2.0 get their names of 1.1 where that is needed. */
export function credentialFor(
  securing: Securing,
  members: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  if (securing !== 'vc-jwt-1.1') return credential(members)
  const { validFrom, validUntil, ...others } = members
  return oldCredential({
    ...(validFrom !== undefined && { issuanceDate: validFrom }),
    ...(validUntil !== undefined && { expirationDate: validUntil }),
    ...others,
  })
}

/** The unsigned content of a secured credential, however it is secured. */
export function contentOf(secured: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { proof: _, ...document } = secured
  if (document.type !== 'EnvelopedVerifiableCredential') return document
  const payload = String(document.id).split('.')[1] ?? ''
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  return (claims.vc ?? claims) as Record<string, unknown>
}

/** A key for BBS that grows from a name: for tests, and loudly no secret. */
async function bbsIdentity(name: string): Promise<Identity> {
  const keyPair = await bbsKeyFromSeed(new TextEncoder().encode(`no secret at all, for tests of ${name}`))
  const { did, keyId } = createDidKey(keyPair)
  return { did, signer: createBbsSigner(keyPair, keyId) }
}
