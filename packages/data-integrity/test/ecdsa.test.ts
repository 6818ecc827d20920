import { createHash, createPrivateKey, createSign } from 'node:crypto'
import { concatBytes, multibaseDecode, multibaseEncode, type Signer } from '@energy-ssi/core'
import { createSigner, generateKeyPair } from '@energy-ssi/keys'
import { describe, expect, it } from 'vitest'
import { createDataIntegrity, type Proof } from '../src/index.ts'
import {
  CASES,
  codesOf,
  createCredential,
  ECDSA,
  NOW,
  P256_SIGNER,
  P384_SIGNER,
  readText,
  readVector,
  resolveDidKey,
  verifiedValue,
} from './support.ts'

const dataIntegrity = createDataIntegrity()
const VERIFY = { resolveKey: resolveDidKey, proofPurpose: 'assertionMethod', now: NOW } as const
const NAMES = [
  'ecdsa-rdfc-2019 P-256',
  'ecdsa-rdfc-2019 P-384',
  'ecdsa-jcs-2019 P-256',
  'ecdsa-jcs-2019 P-384',
] as const
/** Order of the base point (FIPS 186-5; SEC 2 §2.4.2 and §2.5.1). */
const ORDER = {
  ES256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ES384: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
} as const

describe.each(NAMES)('attacks on the signatures of %s', (name) => {
  const { cryptosuite, signer } = CASES[name]
  const size = signer.algorithm === 'ES384' ? 48 : 32
  const order = ORDER[signer.algorithm as keyof typeof ORDER]
  const sign = (by: Signer = signer) =>
    dataIntegrity.sign(createCredential(), { cryptosuite, signer: by, proofPurpose: 'assertionMethod', created: NOW })
  const verifyWith = async (signature: Uint8Array, changes: object = {}) => {
    const signed = await sign()
    const proof = { ...(signed.proof as Proof), ...changes, proofValue: multibaseEncode('z', signature) }
    return dataIntegrity.verify({ ...signed, proof }, VERIFY)
  }
  const scalar = (value: bigint) => new Uint8Array(Buffer.from(value.toString(16).padStart(2 * size, '0'), 'hex'))

  it.each([
    ['0 and 0', 0n, 0n],
    ['1 and 0', 1n, 0n],
    ['0 and 1', 0n, 1n],
    ['the order and the order', order, order],
    ['1 and the order', 1n, order],
    ['all ones', 2n ** BigInt(8 * size) - 1n, 2n ** BigInt(8 * size) - 1n],
  ])('r and s of %s are refused', async (_rule, r, s) => {
    expect(codesOf(await verifyWith(concatBytes(scalar(r), scalar(s))))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('a signature of the same key in DER is refused (vc-di-ecdsa §3.2.6: raw r and s)', async () => {
    const pair = generateKeyPair(signer.algorithm)
    const id = `did:key:${pair.publicKey.multikey}#${pair.publicKey.multikey}`
    let message = new Uint8Array()
    const spy = createSigner(pair, id)
    const watched = {
      ...spy,
      sign: (bytes: Uint8Array) => {
        message = new Uint8Array(bytes)
        return spy.sign(bytes)
      },
    }
    const signed = await sign(watched)
    verifiedValue(await dataIntegrity.verify(signed, VERIFY))
    const hashName = size === 48 ? 'sha384' : 'sha256'
    const der = createSign(hashName)
      .update(message)
      .sign(createPrivateKey({ key: { ...pair.privateJwk }, format: 'jwk' }))
    const proof = { ...(signed.proof as Proof), proofValue: multibaseEncode('z', new Uint8Array(der)) }
    const code = size === 48 ? 'MALFORMED_VALUE_ERROR' : 'PROOF_VERIFICATION_ERROR'
    expect(codesOf(await dataIntegrity.verify({ ...signed, proof }, VERIFY))).toEqual([code])
  })

  it('a signature padded to the length of the other curve is refused', async () => {
    const { proofValue } = (await sign()).proof as Proof
    const raw = multibaseDecode(proofValue)
    const [r, s] = [raw.subarray(0, size), raw.subarray(size)]
    const other =
      size === 32
        ? concatBytes(new Uint8Array(16), r, new Uint8Array(16), s)
        : concatBytes(r.subarray(16), s.subarray(16))
    expect(codesOf(await verifyWith(other))).toEqual(['INVALID_VERIFICATION_METHOD'])
  })

  it('a proof under a key of the other curve is refused', async () => {
    const raw = multibaseDecode(((await sign()).proof as Proof).proofValue)
    const { keyId } = size === 48 ? P256_SIGNER : P384_SIGNER
    expect(codesOf(await verifyWith(raw, { verificationMethod: keyId }))).toEqual(['INVALID_VERIFICATION_METHOD'])
  })

  it('the mirrored signature says the same: no proofValue is an identity, and none is reported', async () => {
    const signed = await sign()
    const raw = multibaseDecode((signed.proof as Proof).proofValue)
    const s = BigInt(`0x${Buffer.from(raw.subarray(size)).toString('hex')}`)
    const proofValue = multibaseEncode('z', concatBytes(raw.subarray(0, size), scalar(order - s)))
    const mirrored = { ...signed, proof: { ...(signed.proof as Proof), proofValue } }
    expect(verifiedValue(await dataIntegrity.verify(mirrored, VERIFY))).toEqual(
      verifiedValue(await dataIntegrity.verify(signed, VERIFY)),
    )
  })
})

describe('the hash of P-384', () => {
  it('is SHA-384: hash data made with SHA-256 is refused (vc-di-ecdsa §3.2.4)', async () => {
    const folder = `${ECDSA}ecdsa-rdfc-2019-p384/`
    const signed = readVector(`${folder}signedECDSAP384.json`) as { proof: Proof }
    const sha256 = (file: string) =>
      new Uint8Array(
        createHash('sha256')
          .update(readText(folder + file))
          .digest(),
      )
    const weak = await P384_SIGNER.sign(concatBytes(sha256('proofCanonECDSAP384.txt'), sha256('canonDocECDSAP384.txt')))
    const proof = { ...signed.proof, proofValue: multibaseEncode('z', weak) }
    expect(codesOf(await dataIntegrity.verify({ ...signed, proof }, VERIFY))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })
})
