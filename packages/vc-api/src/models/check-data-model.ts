/** The data model of a credential, as issuing and verifying hold it: its form, and the related resources at hand. */
import { hasProblems, type Problem } from '@energy-ssi/core'
import { type Credential, compareRelatedResources, modelVersion, validateCredential } from '@energy-ssi/credential'
import { pinnedContextDigest } from '@energy-ssi/data-integrity'

/**
 * What keeps a document from being a credential. A related resource that is a pinned context must be the pinned one
 * (VCDM 2.0 §5.3); others are not fetched, and nothing is said about them.
 */
export function checkDataModel(document: Readonly<Record<string, unknown>>): readonly Problem[] {
  const problems = validateCredential(document)
  if (hasProblems(problems) || modelVersion(document) !== '2.0') return problems
  return compareRelatedResources(document as Credential, pinnedContextDigest)
}
