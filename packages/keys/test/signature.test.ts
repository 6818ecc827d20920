import { utf8Encode } from '@energy-ssi/core'
import { p256 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSigner, generateKeyPair, importPublicJwk, type PublicKey } from '../src/index.ts'
import { ALGORITHMS, flipBit } from './support.ts'

const MESSAGE = utf8Encode('A station in the 50Hertz area.')
const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n

describe.each(ALGORITHMS)('%s', (algorithm) => {
  const pair = generateKeyPair(algorithm)
  const { publicKey } = pair
  const length = algorithm === 'ES384' ? 96 : 64

  it('every message that is signed verifies, and no other one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (message, bit) => {
        const signature = pair.sign(message)
        expect(signature).toHaveLength(length)
        expect(publicKey.verify(message, signature)).toBe(true)
        expect(publicKey.verify(Uint8Array.from([...message, 0]), signature)).toBe(false)
        if (message.length > 0)
          expect(publicKey.verify(flipBit(message, bit % (message.length * 8)), signature)).toBe(false)
      }),
      { numRuns: 20 },
    )
  })

  it('a signature with any one bit turned over is refused', () => {
    const signature = pair.sign(MESSAGE)
    for (let bit = 0; bit < signature.length * 8; bit += 7) {
      expect(publicKey.verify(MESSAGE, flipBit(signature, bit))).toBe(false)
    }
  })

  it('bytes that are no signature are refused without an error', () => {
    const nothing = [0, 1, length - 1, length, length + 1, 2 * length].flatMap((size) =>
      [0, 1, 0xff].map((fill) => new Uint8Array(size).fill(fill)),
    )
    for (const bytes of nothing) expect(publicKey.verify(MESSAGE, bytes)).toBe(false)
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: length, maxLength: length }),
        (bytes) => !publicKey.verify(MESSAGE, bytes),
      ),
    )
  })

  it('the same signature in DER is refused', () => {
    const half = length / 2
    const signature = pair.sign(MESSAGE)
    const der = [signature.subarray(0, half), signature.subarray(half)].flatMap((part) => {
      const first = part.findIndex((byte) => byte !== 0)
      const number = [...((part[first] as number) >= 0x80 ? [0] : []), ...part.subarray(first)]
      return [0x02, number.length, ...number]
    })
    expect(publicKey.verify(MESSAGE, Uint8Array.of(0x30, der.length, ...der))).toBe(false)
  })

  it('the key of somebody else is refused', () => {
    const signature = pair.sign(MESSAGE)
    for (const other of ALGORITHMS) expect(generateKeyPair(other).publicKey.verify(MESSAGE, signature)).toBe(false)
  })

  it('a signature is a plain Uint8Array', () => {
    expect(Object.getPrototypeOf(pair.sign(MESSAGE))).toBe(Uint8Array.prototype)
  })

  it('a signer answers at once', () => {
    const signer = createSigner(pair, 'did:example:station#key')
    expect(signer.algorithm).toBe(algorithm)
    expect(signer.keyId).toBe('did:example:station#key')
    expect(publicKey.verify(MESSAGE, signer.sign(MESSAGE))).toBe(true)
  })
})

describe('algorithm confusion (T1)', () => {
  it('the algorithm follows from the curve, and no call takes one', () => {
    const keys: readonly PublicKey[] = ALGORITHMS.map((algorithm) => generateKeyPair(algorithm).publicKey)
    expect(keys.map(({ algorithm }) => algorithm)).toEqual(ALGORITHMS)
    const [key] = keys as readonly [PublicKey]
    // @ts-expect-error an algorithm is no argument
    expect(key.verify(MESSAGE, new Uint8Array(64), 'HS256')).toBe(false)
    expect(key.verify).toHaveLength(2)
    // @ts-expect-error nor is it one of an import
    expect(importPublicJwk(key.jwk, 'ES256').algorithm).toBe('EdDSA')
  })

  it('ES256 and ES256K: the same length and the same digest, never the same signature', () => {
    const es256 = generateKeyPair('ES256')
    const es256k = generateKeyPair('ES256K')
    expect(es256.publicKey.verify(MESSAGE, es256k.sign(MESSAGE))).toBe(false)
    expect(es256k.publicKey.verify(MESSAGE, es256.sign(MESSAGE))).toBe(false)
  })

  it('a key cannot be given another algorithm', () => {
    const { publicKey } = generateKeyPair('ES256')
    expect(Object.isFrozen(publicKey)).toBe(true)
    expect(Object.isFrozen(publicKey.jwk)).toBe(true)
  })
})

describe('malleability (X6, T6)', () => {
  it('Ed25519: S + L is refused', () => {
    const pair = generateKeyPair('EdDSA')
    const signature = pair.sign(MESSAGE)
    const s = littleEndian(signature.subarray(32)) + ED25519_ORDER
    const shifted = Uint8Array.from([...signature.subarray(0, 32), ...toLittleEndian(s)])
    expect(pair.publicKey.verify(MESSAGE, signature)).toBe(true)
    expect(pair.publicKey.verify(MESSAGE, shifted)).toBe(false)
  })

  it.each([
    ['ES256', p256.Point.CURVE().n],
    ['ES256K', secp256k1.Point.CURVE().n],
  ] as const)('%s: (r, n - s) verifies as well, so signature bytes are no identity', (algorithm, order) => {
    const pair = generateKeyPair(algorithm)
    const signature = pair.sign(MESSAGE)
    const mirrored = Uint8Array.from([
      ...signature.subarray(0, 32),
      ...toBigEndian(order - bigEndian(signature.subarray(32))),
    ])
    expect(mirrored).not.toEqual(signature)
    expect(pair.publicKey.verify(MESSAGE, mirrored)).toBe(true)
  })

  it('ES256K: what is sent out has the lower s, which strict verifiers ask for', () => {
    const { n } = secp256k1.Point.CURVE()
    const pair = generateKeyPair('ES256K')
    // Without the rule about half of them would be high.
    for (let i = 0; i < 40; i++) expect(bigEndian(pair.sign(Uint8Array.of(i)).subarray(32)) * 2n < n).toBe(true)
  })

  it.each(['ES256', 'ES384', 'ES256K'] as const)('%s: r or s of zero or of the order is refused', (algorithm) => {
    const { publicKey, sign } = generateKeyPair(algorithm)
    const signature = sign(MESSAGE)
    const half = signature.length / 2
    for (const fill of [0, 0xff]) {
      expect(publicKey.verify(MESSAGE, signature.slice().fill(fill, 0, half))).toBe(false)
      expect(publicKey.verify(MESSAGE, signature.slice().fill(fill, half))).toBe(false)
    }
  })
})

function bigEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

function toBigEndian(number: bigint): Uint8Array {
  return Buffer.from(number.toString(16).padStart(64, '0'), 'hex')
}

function littleEndian(bytes: Uint8Array): bigint {
  return bigEndian(bytes.slice().reverse())
}

function toLittleEndian(number: bigint): Uint8Array {
  return toBigEndian(number).reverse()
}
