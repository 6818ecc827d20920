/** The P-256 key of a single proof: made, used for its statements, forgotten. */
import { createECDH, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { concatBytes, hexDecode, type RandomBytes } from '@energy-ssi/core'
import type { Statement } from './statements.ts'

/** RFC 5915 §3 in PKCS#8: what stands before the 32-byte secret, and between it and the 65-byte public key. */
const PRIVATE_PREFIX = hexDecode('308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420')
const PUBLIC_PREFIX = hexDecode('a144034200')
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
  const der = concatBytes(PRIVATE_PREFIX, secret, PUBLIC_PREFIX, ecdh.getPublicKey())
  const key = createPrivateKey({ key: Buffer.from(der.buffer), format: 'der', type: 'pkcs8' })
  secret.fill(0)
  der.fill(0)
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
