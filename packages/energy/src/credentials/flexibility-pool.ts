/** The subject of a PrequalificationCredential: what a transmission system operator qualified a pool for. */

/** A pool of resources (providing group) and its qualification for one product, direction and area. */
export interface FlexibilityPool {
  /** DID or URN of the pool. */
  readonly id: string
  readonly type: 'FlexibilityPool'
  readonly product: 'FCR' | 'aFRR' | 'mFRR'
  /** CIM code of the product: A95 FCR, A96 aFRR, A97 mFRR. */
  readonly businessType: 'A95' | 'A96' | 'A97'
  /** Regulation: up, down, or both at once (symmetric). */
  readonly direction: 'up' | 'down' | 'both'
  /** MW, in steps of 0.1. */
  readonly qualifiedPowerUp?: number
  /** MW, in steps of 0.1. */
  readonly qualifiedPowerDown?: number
  /** ISO 8601: PT30S for FCR, PT5M for aFRR, PT12M30S for mFRR. */
  readonly fullActivationTime: 'PT30S' | 'PT5M' | 'PT12M30S'
  /** EIC of the control area (type Y): a qualification ends at its border. */
  readonly areaEic: string
  /** EIC of the balancing service provider (type X). */
  readonly bspEic: string
  /** Versioned rules the pool was tested by. */
  readonly ruleSetId: string
  readonly qualificationKind: 'prequalified' | 'verified' | 'temporary_qualified'
  readonly conditions?: readonly string[]
  /** URIs of evidence that was recognised instead of tested again. */
  readonly recognisedEvidence?: readonly string[]
  /** `xsd:dateTimeStamp`, at most five years after `validFrom` (SO GL art. 155, 159). */
  readonly nextReassessment?: string
}
