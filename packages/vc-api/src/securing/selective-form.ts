/** Credentials with a base proof, from which a holder derives proofs of the parts it discloses. */
import { utf8Decode, utf8Encode } from '@energy-ssi/core'
import type { DataIntegrity, SelectiveCryptosuite } from '@energy-ssi/data-integrity'
import type { InstanceAlgorithm } from '../instances.ts'
import { createVcdmModel } from '../models/vcdm-model.ts'
import { bitstringCredential } from '../status/status-list-content.ts'
import type { SecuredCredential, SecuringForm } from './form.ts'
import type { Securing } from './securings.ts'

/** What tells one selective form from another. */
export interface SelectiveTraits {
  readonly securing: Securing
  readonly cryptosuite: SelectiveCryptosuite
  readonly algorithm: InstanceAlgorithm
}

/** The form of securing with base proofs of one cryptosuite. A status list discloses everything. */
export function createSelectiveForm({ securing, cryptosuite, algorithm }: SelectiveTraits, proofs: DataIntegrity) {
  return Object.freeze({
    securing,
    algorithm,
    proofType: 'DataIntegrityProof',
    cryptosuite,
    model: createVcdmModel(['1.1', '2.0']),
    isSelective: true,
    statusListType: 'application/vc',
    secureCredential: (credential, signer, created, { mandatoryPointers } = {}) =>
      proofs.sign(credential, {
        cryptosuite,
        signer,
        proofPurpose: 'assertionMethod',
        created,
        ...(mandatoryPointers !== undefined && { mandatoryPointers }),
      }),

    async publishStatusList(list, { did, signer }, created) {
      const base = await proofs.sign(bitstringCredential(list, did), {
        cryptosuite,
        signer,
        proofPurpose: 'assertionMethod',
        created,
        mandatoryPointers: ['/credentialSubject'],
      })
      const derived = await proofs.derive(base, { selectivePointers: ['/id'] })
      return { mediaType: 'application/vc', body: utf8Encode(JSON.stringify(derived)) }
    },
    readStatusList: (body) => JSON.parse(utf8Decode(body)) as SecuredCredential,
  } satisfies SecuringForm)
}
