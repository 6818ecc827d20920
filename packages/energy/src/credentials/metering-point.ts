/** The subject of a MeteringPointCredential: what a distribution system operator vouches for. */

/** A metering point and the meter that hangs there. */
export interface MeteringPoint {
  /** DID of the meter, or another URI for the metering point. */
  readonly id: string
  readonly type: 'MeteringPoint'
  /** EAN-18 / GSRN. */
  readonly ean: string
  readonly meterSerial: string
  /** base64url of the SHA-256 of the bytes X ‖ Y of the meter's key. */
  readonly meterKeyThumbprint?: string
  /** Head meter of the connection, or a submeter behind it. */
  readonly headOrSub: 'head' | 'sub'
  /** EIC of the distribution system operator (type X). */
  readonly dsoEic: string
  /** EIC of the grid area (type Y). */
  readonly gridAreaEic: string
  /** EIC of the balance responsible party at the access point (type X). */
  readonly brpEic?: string
  /** From when that party is responsible, `xsd:dateTimeStamp`. */
  readonly brpFrom?: string
  /** Until when, `xsd:dateTimeStamp`; absent if open. */
  readonly brpUntil?: string
  /** Last day of the meter's calibration, `YYYY-MM-DD`. */
  readonly calibrationUntil?: string
}
