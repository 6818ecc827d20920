/** The curves calibrated meters sign on (OCMF 1.4.1, tables 22 and 23). */

/** Name of a curve, as SEC 2 and RFC 5639 write it. */
export type MeterCurve =
  | 'secp192k1'
  | 'secp192r1'
  | 'secp256k1'
  | 'secp256r1'
  | 'secp384r1'
  | 'brainpoolP256r1'
  | 'brainpoolP384r1'

/** What is needed to use a curve. */
export interface MeterCurveParameters {
  /** Bytes of one coordinate, and of one half of a raw signature. */
  readonly size: number
  /** DER of a SubjectPublicKeyInfo up to and including the `04` of the uncompressed point. */
  readonly spkiPrefix: string
  /** The `crv` of a JWK on this curve; most have none. */
  readonly crv?: 'P-256' | 'P-384' | 'secp256k1'
}

/** Every curve OCMF allows. Those of one size stand in the order in which a bare key is tried on them. */
export const METER_CURVES: Readonly<Record<MeterCurve, MeterCurveParameters>> = {
  secp192r1: { size: 24, spkiPrefix: '3049301306072a8648ce3d020106082a8648ce3d03010103320004' },
  secp192k1: { size: 24, spkiPrefix: '3046301006072a8648ce3d020106052b8104001f03320004' },
  secp256r1: { size: 32, spkiPrefix: '3059301306072a8648ce3d020106082a8648ce3d03010703420004', crv: 'P-256' },
  brainpoolP256r1: { size: 32, spkiPrefix: '305a301406072a8648ce3d020106092b240303020801010703420004' },
  secp256k1: { size: 32, spkiPrefix: '3056301006072a8648ce3d020106052b8104000a03420004', crv: 'secp256k1' },
  secp384r1: { size: 48, spkiPrefix: '3076301006072a8648ce3d020106052b8104002203620004', crv: 'P-384' },
  brainpoolP384r1: { size: 48, spkiPrefix: '307a301406072a8648ce3d020106092b240303020801010b03620004' },
}

/** Names of {@link METER_CURVES}. */
export const METER_CURVE_NAMES = Object.keys(METER_CURVES) as readonly MeterCurve[]

/** Spellings of the standard and of devices besides the names above. */
const SYNONYMS: Readonly<Record<string, MeterCurve>> = {
  prime192v1: 'secp192r1',
  prime256v1: 'secp256r1',
  brainpool256r1: 'brainpoolP256r1',
  brainpool384r1: 'brainpoolP384r1',
}

/** The curve of an OCMF signature algorithm such as `ECDSA-secp256r1-SHA256`; undefined for any other algorithm. */
export function curveOfAlgorithm(algorithm: string): MeterCurve | undefined {
  const name = /^ECDSA-([A-Za-z0-9]{1,20})-SHA256$/.exec(algorithm)?.[1]
  if (name === undefined) return undefined
  if (Object.hasOwn(METER_CURVES, name)) return name as MeterCurve
  return Object.hasOwn(SYNONYMS, name) ? SYNONYMS[name] : undefined
}
