/** Signing a credential without an issuer instance: no record, no status, nothing kept. */
import type { Clock } from '@energy-ssi/core'
import type { Identity } from './instances.ts'
import type { Unsigned } from './models/credential-model.ts'
import { prepareCredential } from './prepare-credential.ts'
import {
  checkSelective,
  type SecuredCredential,
  type SecureOptions,
  type SecuringForm,
  secureOrRefuse,
} from './securing/form.ts'

/**
 * Secures a credential as an identity. The issuer is filled in if it is absent.
 * @throws {VcApiError} `issuer_mismatch`, `credential_refused`, `option_refused`
 */
export async function signCredential(
  credential: Unsigned,
  { form, identity, clock }: { readonly form: SecuringForm; readonly identity: Identity; readonly clock: Clock },
  options: SecureOptions = {},
): Promise<SecuredCredential> {
  checkSelective(options, form)
  const complete = prepareCredential(credential, identity.did, form.model, 0)
  return secureOrRefuse('credential_refused', () => form.secureCredential(complete, identity.signer, clock(), options))
}
