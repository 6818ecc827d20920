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
import { createLocalKeyService, createMemoryKeyStore, createSigner, generateKeyPair } from '@energy-ssi/keys'
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
  type Securing,
  STRICT_POLICY,
  StoreError,
  type TenantStore,
  type VerifierPolicy,
} from '@energy-ssi/vc-api'

export const BASE_URL = 'https://issuer.example'
export const START = new Date('2026-06-01T12:00:00Z')

/** Forms that carry a credential of VCDM as it is: what a verifier reads is what the issuer was given. */
export const PLAIN = [
  'eddsa-rdfc-2022',
  'eddsa-jcs-2022',
  'vc-jose',
  'vc-jose-es256',
  'vc-jwt-1.1',
  'vc-cose',
  'vc-sd-jwt',
  'ecdsa-rdfc-2019-p256',
  'ecdsa-rdfc-2019-p384',
  'ecdsa-jcs-2019-p256',
  'ecdsa-jcs-2019-p384',
  'ed25519-signature-2020',
] as const satisfies readonly Securing[]

/** Forms whose base proofs must be derived before they verify. */
export const DERIVED = ['ecdsa-sd-2023-p256', 'bbs-2023'] as const satisfies readonly Securing[]

/** One key for BBS, for tests, and loudly no secret: making one takes longer than making all the others. */
const BBS_KEY = await bbsKeyFromSeed(new TextEncoder().encode('no secret at all, for tests of this package'))

export type Desk = Awaited<ReturnType<typeof openDesk>>

/** Settings of {@link openDesk}. */
export interface DeskOptions {
  readonly fetch?: Fetch
  readonly instance?: Partial<IssuerInstance>
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
  const fetch =
    options.fetch ?? (() => Promise.reject(new OutboundError('outbound_failed', 'There is no network here.')))
  const resolver = createDidResolver({ methods: { key: didKey(), jwk: didJwk() }, clock })
  const dataIntegrity = createDataIntegrity({ suites: [bbs2023()] })
  const forms = createSecurings({ dataIntegrity, randomBytes })
  const identities = new Map<Securing, Identity>()
  const identityOf = (securing: Securing): Identity => {
    const known = identities.get(securing) ?? newIdentity(forms[securing].algorithm)
    identities.set(securing, known)
    return known
  }

  const statusLists = createStatusLists({
    store,
    keys,
    clock,
    randomBytes,
    baseUrl: BASE_URL,
    signList: async (issuerId, list, at) =>
      forms[issuerId as Securing].publishStatusList(list, identityOf(issuerId as Securing), at),
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
      ...identityOf(securing),
      ...options.instance,
    }
    return createIssuer({ instance, forms, store, keys, statusLists, clock, randomBytes })
  }
  const holderIdentity = newIdentity('EdDSA')
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
    /** An identity of its own, which no instance has. */
    identity: newIdentity,
    /** Signs presentations in one form, with any key. */
    presentAs: (securing: Securing): PresentingForm['securePresentation'] => {
      const form = forms[securing]
      if (!hasPresentations(form)) throw new TypeError('This form has no presentations.')
      return form.securePresentation.bind(form)
    },
  }
}

/** A fresh key and the did:key of it. */
function newIdentity(algorithm: InstanceAlgorithm = 'EdDSA'): Identity {
  if (algorithm === 'BBS') {
    const { did, keyId } = createDidKey(BBS_KEY)
    return { did, signer: createBbsSigner(BBS_KEY, keyId) }
  }
  const pair = generateKeyPair(algorithm)
  const { did, keyId } = createDidKey(pair.publicKey)
  return { did, signer: createSigner(pair, keyId) }
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
