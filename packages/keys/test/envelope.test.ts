import { createSecretKey } from 'node:crypto'
import { concatBytes, systemRandomBytes, utf8Encode } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Binding, bindingBytes, unwrapBytes, wrapBytes } from '../src/envelope.ts'
import { codeOf, countingBytes, flipBit } from './support.ts'

const KEY = createSecretKey(new Uint8Array(32).fill(1))
const OTHER_KEY = createSecretKey(new Uint8Array(32).fill(2))
const BINDING: Binding = ['key', 'tenant', 'name', 1]
const PLAINTEXT = utf8Encode('secret')

describe('the envelope (AES-256-GCM)', () => {
  it('whatever is wrapped is unwrapped', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (plaintext) => {
        const wrapped = wrapBytes(KEY, BINDING, plaintext, systemRandomBytes)
        expect(unwrapBytes(KEY, BINDING, wrapped)).toEqual(plaintext)
      }),
    )
  })

  it('the layout is version byte, 12-byte IV, 16-byte tag, ciphertext', () => {
    const wrapped = wrapBytes(KEY, BINDING, PLAINTEXT, countingBytes(0x01020304))
    expect(wrapped).toHaveLength(1 + 12 + 16 + PLAINTEXT.length)
    expect([...wrapped.subarray(0, 13)]).toEqual([1, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  it('the same bytes look different each time', () => {
    const wrapped = Array.from({ length: 8 }, () => wrapBytes(KEY, BINDING, PLAINTEXT, systemRandomBytes).join())
    expect(new Set(wrapped).size).toBe(8)
  })

  it('X17: any bit turned over is refused', () => {
    const wrapped = wrapBytes(KEY, BINDING, PLAINTEXT, systemRandomBytes)
    for (let bit = 0; bit < wrapped.length * 8; bit++) {
      expect(codeOf(() => unwrapBytes(KEY, BINDING, flipBit(wrapped, bit)))).toBe('decryption_failed')
    }
  })

  it('X17: any truncation or extension is refused', () => {
    const wrapped = wrapBytes(KEY, BINDING, PLAINTEXT, systemRandomBytes)
    for (let length = 0; length < wrapped.length; length++) {
      expect(codeOf(() => unwrapBytes(KEY, BINDING, wrapped.subarray(0, length)))).toBe('decryption_failed')
    }
    expect(codeOf(() => unwrapBytes(KEY, BINDING, concatBytes(wrapped, Uint8Array.of(0))))).toBe('decryption_failed')
  })

  it('X17: another key is refused', () => {
    const wrapped = wrapBytes(KEY, BINDING, PLAINTEXT, systemRandomBytes)
    expect(codeOf(() => unwrapBytes(OTHER_KEY, BINDING, wrapped))).toBe('decryption_failed')
  })

  it.each([
    [['key', 'other', 'name', 1]],
    [['key', 'tenant', 'other', 1]],
    [['key', 'tenant', 'name', 2]],
    [['key', 'tenant', 'name', '1']],
    [['data', 'tenant', 'name', 1]],
    [['key', 'tenant', 'name']],
    [['key', 'tenant', 'name', 1, '']],
  ] as const)('X17: another binding is refused: %j', (binding) => {
    const wrapped = wrapBytes(KEY, BINDING, PLAINTEXT, systemRandomBytes)
    expect(codeOf(() => unwrapBytes(KEY, binding, wrapped))).toBe('decryption_failed')
  })

  it.each([
    [
      ['key', 'a|b', 'c', 1],
      ['key', 'a', 'b|c', 1],
    ],
    [
      ['key', 'a', 'b|1', 1],
      ['key', 'a', 'b', '1|1'],
    ],
    [
      ['key', 'a","b', 'c', 1],
      ['key', 'a', 'b","c', 1],
    ],
    [
      ['key', 'a\\', 'b', 1],
      ['key', 'a', '\\b', 1],
    ],
  ] as const)('no character inside a name moves the border to the next part: %j, %j', (one, other) => {
    const wrapped = wrapBytes(KEY, one, PLAINTEXT, systemRandomBytes)
    expect(unwrapBytes(KEY, one, wrapped)).toEqual(PLAINTEXT)
    expect(codeOf(() => unwrapBytes(KEY, other, wrapped))).toBe('decryption_failed')
  })

  it('unequal bindings have unequal bytes', () => {
    const part = fc.oneof(
      fc.string({ unit: fc.constantFrom('|', '"', ',', '\\', 'a', '1', ']', '\ud800') }),
      fc.nat(20),
    )
    const binding = fc.tuple(fc.constant('key'), part, part, part)
    fc.assert(
      fc.property(binding, binding, (one, other) => {
        const areEqual = one.every((value, i) => value === other[i])
        expect(Buffer.from(bindingBytes(one)).equals(bindingBytes(other))).toBe(areEqual)
      }),
      { numRuns: 1000 },
    )
  })

  it('a source of randomness that gives too few bytes is a programming error', () => {
    expect(() => wrapBytes(KEY, BINDING, PLAINTEXT, () => new Uint8Array(8))).toThrow(TypeError)
  })
})
