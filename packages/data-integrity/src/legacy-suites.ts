/** Proofs of existing issuers that carry a detached JWS. They are verified where a caller asks for them, and never made here. */
import {
  base64urlDecode,
  concatBytes,
  isObject,
  parseJson,
  refused,
  type SignatureAlgorithm,
  SsiError,
  utf8Encode,
  type Verification,
  verified,
} from '@energy-ssi/core'
import type { VerifyOptions } from './verify-proof.ts'

/** The legacy suites, by the type of their proofs. */
export type LegacySuite = 'JsonWebSignature2020' | 'Ed25519Signature2018'

/** Both hash canonical N-Quads with SHA-256, whatever the key (JSON Web Signature 2020 §3.1). */
export const LEGACY_HASH = 'sha256'

/**
 * The algorithms of each suite.
 * @see https://www.w3.org/TR/vc-jws-2020/#suite
 * @see https://w3c-ccg.github.io/lds-ed25519-2018/
 */
const ALGORITHMS: Readonly<Record<LegacySuite, readonly SignatureAlgorithm[]>> = {
  JsonWebSignature2020: ['EdDSA', 'ES256', 'ES384', 'ES256K'],
  Ed25519Signature2018: ['EdDSA'],
}

/** Whether a string is the name of a legacy suite. */
export function isLegacySuite(name: string): name is LegacySuite {
  return Object.hasOwn(ALGORITHMS, name)
}

/** What a JWS is checked against. */
export interface LegacyProof {
  readonly verificationMethod: string
  /** Detached: header and signature with nothing between the two dots. */
  readonly jws: string
}

/** A key that made a signature. */
export interface LegacySigner {
  readonly algorithm: SignatureAlgorithm
  readonly controller: string
}

/**
 * Verdict on a detached JWS (RFC 7515 appendix F, RFC 7797) over hash data.
 *
 * The header must be `{alg, b64: false, crit: ["b64"]}` and nothing else, and `alg` that of the key which the proof names: a header
 * has no say in which key verifies.
 */
export async function verifyLegacySignature(
  suite: LegacySuite,
  { verificationMethod, jws }: LegacyProof,
  data: Uint8Array,
  { resolveKey, proofPurpose }: Pick<VerifyOptions, 'resolveKey' | 'proofPurpose'>,
): Promise<Verification<LegacySigner>> {
  const parts = readDetachedJws(jws)
  if (parts === undefined || !ALGORITHMS[suite].includes(parts.algorithm))
    return refused('PROOF_VERIFICATION_ERROR', `The jws is not a detached JWS as ${suite} has it.`)
  const key = await resolveKey(verificationMethod, proofPurpose)
  if (!key.verified) return key
  const { algorithm, controller } = key.value
  if (algorithm !== parts.algorithm)
    return refused('INVALID_VERIFICATION_METHOD', `The verification method is not a key for ${parts.algorithm}.`)
  const message = concatBytes(utf8Encode(`${parts.header}.`), data)
  if (
    parts.signature.length !== (algorithm === 'ES384' ? 96 : 64) ||
    !(await key.value.verify(message, parts.signature))
  )
    return refused('PROOF_VERIFICATION_ERROR', 'The signature does not match the document.')
  return verified({ algorithm, controller })
}

interface DetachedJws {
  /** As it was signed, in base64url. */
  readonly header: string
  readonly algorithm: SignatureAlgorithm
  readonly signature: Uint8Array
}

/** Longer ones are no signature of a known algorithm under a header that may stand here. */
const DETACHED = /^([A-Za-z0-9_-]{1,200})\.\.([A-Za-z0-9_-]{1,200})$/

/** The shape of a detached JWS, without a look at its header. */
export function isDetachedJws(value: unknown): value is string {
  return typeof value === 'string' && DETACHED.test(value)
}

function readDetachedJws(jws: string): DetachedJws | undefined {
  const [, header = '', signature = ''] = DETACHED.exec(jws) ?? []
  try {
    const algorithm = readHeader(parseJson(base64urlDecode(header)))
    return algorithm === undefined ? undefined : { header, algorithm, signature: base64urlDecode(signature) }
  } catch (error) {
    if (error instanceof SsiError) return undefined
    throw error
  }
}

const KNOWN: readonly SignatureAlgorithm[] = ['EdDSA', 'ES256', 'ES384', 'ES256K']

/** RFC 7797 §6: `b64` must be understood, so `crit` must list it; nothing else may have to be. */
function readHeader(header: unknown): SignatureAlgorithm | undefined {
  if (!isObject(header)) return undefined
  const { alg, b64, crit, ...others } = header
  const isUnencoded = b64 === false && Array.isArray(crit) && crit.length === 1 && crit[0] === 'b64'
  if (!isUnencoded || Object.keys(others).length > 0) return undefined
  return KNOWN.find((each) => each === alg)
}
