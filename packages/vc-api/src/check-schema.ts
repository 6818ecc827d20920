/** Does a credential conform to the schemas it names? Judged over schemas that the service holds; none is fetched. */
import type { Problem } from '@energy-ssi/core'
import type { Credential } from '@energy-ssi/credential'
import type { SchemaValidator } from '@energy-ssi/credential/schema'
import type { VerifierPolicy } from './instances.ts'
import type { CredentialSteps } from './report.ts'
import { isSelective } from './securing/securing-names.ts'
import type { Integrity } from './verify-integrity.ts'

/** What the schemas of a credential say. */
export interface SchemaFindings {
  readonly errors: readonly Problem[]
  /** What could not be judged, where the policy lets that pass. */
  readonly notes: readonly Problem[]
  readonly steps: Pick<CredentialSteps, 'credentialSchema'>
}

const NOTHING: SchemaFindings = { errors: [], notes: [], steps: {} }

/**
 * Holds a credential against its `credentialSchema`. Of one secured for selective disclosure only a part may be known:
 * that it does not conform then only warns. A proof of the whole beside it says that nothing was left out.
 */
export function checkSchema(
  { document, model, securings }: Integrity,
  { schemaUnknown }: VerifierPolicy,
  schemas: SchemaValidator | undefined,
): SchemaFindings {
  if (schemas === undefined || model !== 'vcdm' || document.credentialSchema === undefined) return NOTHING
  const { outcome, problems } = schemas.validate(document as Credential)
  const steps = { credentialSchema: { verified: outcome === 'success', input: document.credentialSchema } }
  const refuses = outcome === 'failure' ? !securings.every(isSelective) : schemaUnknown === 'refuse'
  return refuses ? { errors: problems, notes: [], steps } : { errors: [], notes: problems, steps }
}
