/** What comes before signing a credential: its issuer, and the rules of its model. */
import { hasProblems } from '@energy-ssi/core'
import { VcApiError } from './errors.ts'
import type { CredentialModel, Unsigned } from './models/credential-model.ts'

/**
 * The credential with its issuer filled in, if it conforms to its model.
 *
 * @param entries - status entries that will be added to it
 * @throws {VcApiError} `issuer_mismatch`, `credential_refused`
 */
export function prepareCredential(
  credential: Unsigned,
  did: string,
  model: CredentialModel,
  entries: number,
): Unsigned {
  const complete = withIssuer(model.read(credential), did, model)
  const problems = model.check(complete, entries)
  if (hasProblems(problems)) {
    throw new VcApiError('credential_refused', 'The credential does not conform to the data model.', { problems })
  }
  return complete
}

function withIssuer(credential: Unsigned, did: string, model: CredentialModel): Unsigned {
  const issuer = model.issuerOf(credential)
  if (issuer === undefined && credential[model.issuerMember] === undefined) return model.withIssuer(credential, did)
  if (issuer === did || typeof issuer !== 'string') return credential
  throw new VcApiError('issuer_mismatch', `credential.${model.issuerMember} is not the DID of this issuer.`)
}
