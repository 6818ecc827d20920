/** Services that answer what a test wants, for what real ones cannot be made to do. */
import type { Services } from '@energy-ssi/server'
import type { Holder, Issuer, StatusLists, Verifier } from '@energy-ssi/vc-api'

const unused = async (): Promise<never> => {
  throw new Error('This stand-in was not told how to answer.')
}

/** What differs from services that fail. */
export interface StandIn {
  readonly issuer?: Partial<Issuer>
  readonly verifier?: Partial<Verifier>
  readonly holder?: Partial<Holder>
  readonly statusLists?: Partial<StatusLists>
  readonly resolve?: Services['dids']['resolver']['resolve']
  readonly ping?: () => Promise<void>
}

/** Services with one instance of each kind, all called `one`, and a second verifier `strict` that answers 400. */
export function standIn(parts: StandIn = {}): Services {
  const instance = {
    id: 'one',
    did: 'did:example:one',
    securing: 'vc-jose',
    statusPurposes: ['revocation'],
    retention: 'encrypted',
    signer: { algorithm: 'EdDSA', keyId: 'did:example:one#key', sign: () => new Uint8Array(64) },
  } as const
  const issuer: Issuer = {
    instance,
    issue: unused,
    get: unused,
    delete: unused,
    updateStatus: unused,
    createStatusList: unused,
    ...parts.issuer,
  }
  const verifier: Verifier = {
    verifyCredential: unused,
    verifyPresentation: unused,
    createChallenge: unused,
    ...parts.verifier,
  }
  return {
    issuers: new Map([['one', { issuer, did: instance.did, securing: instance.securing, maxBytes: 4096 }]]),
    verifiers: new Map([
      ['one', { verifier, failureStatus: 200, maxBytes: 4096 }],
      ['strict', { verifier, failureStatus: 400, maxBytes: 4096 }],
    ]),
    holders: new Map([
      [
        'one',
        {
          holder: { createPresentation: unused, deriveCredential: unused, ...parts.holder },
          did: instance.did,
          securing: 'vc-jose',
        },
      ],
    ]),
    statusLists: {
      allocate: unused,
      open: unused,
      publication: async () => undefined,
      publicationAt: async () => undefined,
      overview: async () => [],
      ...parts.statusLists,
    },
    dids: {
      resolver: { resolve: parts.resolve ?? unused, cached: () => undefined },
      hosted: { root: 'did:web:localhost%3A3000', host: unused, find: async () => undefined },
    },
    ping: parts.ping ?? (async () => undefined),
    close: async () => undefined,
  }
}
