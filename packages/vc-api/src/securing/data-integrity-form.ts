/** Credentials and presentations with an embedded Data Integrity proof. */
import { type SignatureAlgorithm, utf8Decode, utf8Encode } from '@energy-ssi/core'
import type { Cryptosuite, DataIntegrity } from '@energy-ssi/data-integrity'
import { createVcdmModel } from '../models/vcdm-model.ts'
import { bitstringCredential } from '../status/status-list-content.ts'
import { parseCreated, type SecuredCredential, type SecuringForm } from './form.ts'
import type { Securing } from './securings.ts'

/** What tells one proof form from another. */
export interface ProofTraits {
  readonly securing: Securing
  readonly cryptosuite: Cryptosuite
  readonly algorithm: SignatureAlgorithm
}

/** The form of securing with proofs of one cryptosuite. */
export function createProofForm(
  { securing, cryptosuite, algorithm }: ProofTraits,
  proofs: DataIntegrity,
): SecuringForm {
  const secureCredential: SecuringForm['secureCredential'] = (credential, signer, created) =>
    proofs.sign(credential, { cryptosuite, signer, proofPurpose: 'assertionMethod', created })
  return Object.freeze({
    securing,
    algorithm,
    ...(cryptosuite === 'Ed25519Signature2020'
      ? { proofType: cryptosuite }
      : { proofType: 'DataIntegrityProof', cryptosuite }),
    model: createVcdmModel(['1.1', '2.0']),
    statusListType: 'application/vc',
    secureCredential,

    async publishStatusList(list, { did, signer }, at) {
      const secured = await secureCredential(bitstringCredential(list, did), signer, at)
      return { mediaType: 'application/vc', body: utf8Encode(JSON.stringify(secured)) }
    },
    readStatusList: (body) => JSON.parse(utf8Decode(body)) as SecuredCredential,

    securePresentation: (presentation, signer, at, { created, proofPurpose = 'authentication', challenge, domain }) =>
      proofs.sign(presentation, {
        cryptosuite,
        signer,
        proofPurpose,
        created: created === undefined ? at : parseCreated(created),
        ...(challenge !== undefined && { challenge }),
        ...(domain !== undefined && { domain }),
      }),
  } satisfies SecuringForm)
}
