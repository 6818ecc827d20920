/** `@digitalbazaar/ecdsa-sd-2023-cryptosuite` and `bbs-2023-cryptosuite`: base proofs, derived proofs, verdicts. */
import { createHash } from 'node:crypto'
import * as bbs from '@digitalbazaar/bbs-2023-cryptosuite'
import { generateBbsKeyPair } from '@digitalbazaar/bls12-381-multikey'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as ecdsaMultikey from '@digitalbazaar/ecdsa-multikey'
import * as ecdsaSd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import { derive as deriveThere, issue, verifyCredential } from '@digitalbazaar/vc'
import { createDataIntegrity } from '@energy-ssi/data-integrity'
import { bbs2023, bbsKeyFromSeed, createBbsSigner } from '@energy-ssi/data-integrity/bbs-2023'
import { describe, expect, test } from 'vitest'
import { documentLoader, keyToImport, mustVerify, reasonsOf } from './support/digitalbazaar.ts'
import { createCredential } from './support/documents.ts'
import { createParty, NOW, resolveKey, resolveMultikey } from './support/parties.ts'
import { codesOf, verifiedValue, withChangedSubject } from './support/tamper.ts'

const { sign, derive, verify } = createDataIntegrity({ suites: [bbs2023()] })

const ecdsaIssuer = createParty('issuer', 'ES256')
const seed = createHash('sha256').update('TEST ONLY, NOT A SECRET: issuer, BBS').digest()
const bbsKey = await bbsKeyFromSeed(seed)
const bbsDid = `did:key:${bbsKey.multikey}`
const bbsKeyId = `${bbsDid}#${bbsKey.multikey}`

const suites = [
  {
    cryptosuite: 'ecdsa-sd-2023',
    did: ecdsaIssuer.did,
    signer: ecdsaIssuer.signer,
    theirs: ecdsaSd,
    theirSigner: async () => (await ecdsaMultikey.fromJwk(keyToImport(ecdsaIssuer))).signer(),
  },
  {
    cryptosuite: 'bbs-2023',
    did: bbsDid,
    signer: createBbsSigner(bbsKey, bbsKeyId),
    theirs: bbs,
    theirSigner: async () => {
      const key = { algorithm: 'BBS-BLS12-381-SHA-256', seed, id: bbsKeyId, controller: bbsDid } as const
      return (await generateBbsKeyPair(key)).signer()
    },
  },
] as const

describe.each(suites)('$cryptosuite', ({ cryptosuite, did, signer, theirs, theirSigner }) => {
  const credential = {
    ...createCredential(did),
    // Nodes without an id: what hides their order is part of the signature.
    evidence: ['Inspection', 'Measurement', 'Photograph'].map((type) => ({ type })),
  }
  const mandatoryPointers = ['/issuer', '/validFrom', '/validUntil']
  const selectivePointers = ['/credentialSubject/city', '/evidence/1']
  const ours = { resolveKey, resolveMultikey, proofPurpose: 'assertionMethod', now: NOW } as const

  const issuers = {
    here: (): Promise<object> =>
      sign(credential, { cryptosuite, signer, proofPurpose: 'assertionMethod', created: NOW, mandatoryPointers }),
    there: async (): Promise<object> => {
      const suite = theirs.createSignCryptosuite({ mandatoryPointers })
      const proof = new DataIntegrityProof({ signer: await theirSigner(), cryptosuite: suite, date: NOW })
      return issue({ credential: structuredClone(credential), suite: proof, documentLoader, now: NOW })
    },
  }
  const holders = {
    here: (base: object): Promise<object> => derive(base, { selectivePointers }),
    there: (base: object): Promise<object> => {
      const suite = new DataIntegrityProof({ cryptosuite: theirs.createDiscloseCryptosuite({ selectivePointers }) })
      return deriveThere({ verifiableCredential: structuredClone(base), suite, documentLoader })
    },
  }
  const verifyThere = (document: object) => {
    const suite = new DataIntegrityProof({ cryptosuite: theirs.createVerifyCryptosuite() })
    return verifyCredential({ credential: structuredClone(document), suite, documentLoader, now: NOW })
  }

  test.each([
    ['here', 'here'],
    ['here', 'there'],
    ['there', 'here'],
    ['there', 'there'],
  ] as const)('issued %s and derived %s it verifies with both, altered with neither', async (issued, derived) => {
    const disclosed = await holders[derived](await issuers[issued]())
    const { document } = verifiedValue(await verify(disclosed, ours))
    expect(document.credentialSubject).toEqual({ id: 'did:example:test-only-station', city: 'Groß Körös' })
    expect(document.evidence).toEqual([{ type: 'Measurement' }])
    mustVerify(await verifyThere(disclosed))

    const altered = withChangedSubject(disclosed)
    expect(codesOf(await verify(altered, ours))).toEqual(['PROOF_VERIFICATION_ERROR'])
    expect(reasonsOf((await verifyThere(altered)).error)).toEqual(['Invalid signature.'])
  })

  test('a base proof verifies with neither', async () => {
    const base = await issuers.here()
    expect(codesOf(await verify(base, ours))).not.toEqual([])
    expect(await verifyThere(base)).toMatchObject({ verified: false })
  })
})
