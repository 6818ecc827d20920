/** The P-256 key of a single proof: made, used for its statements, forgotten. */
import { createECDH, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { base64urlEncode, concatBytes, hexDecode, type RandomBytes } from '@energy-ssi/core'
import type { Statement } from './statements.ts'

/** RFC 5480 §2: what stands before the 33-byte compressed point. */
const SPKI_PREFIX = hexDecode('3039301306072a8648ce3d020106082a8648ce3d030107032200')
/** The varint of the multicodec p256-pub. */
const MULTICODEC = Uint8Array.of(0x80, 0x24)

/** A key of one proof. */
export interface ProofScopedKey {
  /** As a Multikey without its multibase: 35 bytes. */
  readonly publicKey: Uint8Array
  /** The 64-byte signature of a statement. */
  readonly sign: (statement: Statement) => Uint8Array
}

/** A new key. */
export function createProofScopedKey(randomBytes: RandomBytes): ProofScopedKey {
  const { secret, ecdh } = chooseSecret(randomBytes)
  const point = ecdh.getPublicKey()
  const x = base64urlEncode(point.subarray(1, 33))
  const y = base64urlEncode(point.subarray(33))
  // Node reads a JWK four times as fast as DER, which counts for a key that is used once.
  const key = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d: base64urlEncode(secret) }, format: 'jwk' })
  secret.fill(0)
  return {
    publicKey: concatBytes(MULTICODEC, ecdh.getPublicKey(null, 'compressed')),
    sign: (statement) => sign('sha256', Buffer.from(statement), { key, dsaEncoding: 'ieee-p1363' }),
  }
}

/** One number in four billion is not below the order of the curve. */
function chooseSecret(randomBytes: RandomBytes) {
  const ecdh = createECDH('prime256v1')
  for (;;) {
    const secret = randomBytes(32)
    try {
      ecdh.setPrivateKey(secret)
      return { secret, ecdh }
    } catch {
      secret.fill(0)
    }
  }
}

/** Whether each signature is that of the statement at its place, by the key of a proof; false for bytes that are no key. */
export function verifyStatements(
  publicKey: Uint8Array,
  statements: readonly Statement[],
  signatures: readonly Uint8Array[],
): boolean {
  const key = importPublicKey(publicKey)
  if (key === undefined || statements.length !== signatures.length) return false
  return statements.every((statement, i) =>
    verify('sha256', Buffer.from(statement), { key, dsaEncoding: 'ieee-p1363' }, signatures[i] as Uint8Array),
  )
}

function importPublicKey(publicKey: Uint8Array): KeyObject | undefined {
  const der = Buffer.from(concatBytes(SPKI_PREFIX, publicKey.subarray(MULTICODEC.length)))
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}
