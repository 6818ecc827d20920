/** A record and a key as an envelope holds them, still encoded. */
export interface SignedValue {
  readonly data: string
  /** `plain`, `hex` or `base64` where the envelope says it. */
  readonly encoding?: string | undefined
  readonly publicKey?: string | undefined
}
