import { describe, expect, it } from 'vitest'
import { createBoundedCache } from '../src/bounded-cache.ts'
import { generateKeyPair, importPublicJwk, importPublicMultikey } from '../src/index.ts'
import { ALGORITHMS, codeOf } from './support.ts'

describe('importing a public key again', () => {
  it.each(ALGORITHMS)('%s: is the same object, whatever the spelling', (algorithm) => {
    const { publicKey } = generateKeyPair(algorithm)
    expect(importPublicJwk(publicKey.jwk)).toBe(publicKey)
    expect(importPublicJwk({ ...publicKey.jwk, kid: 'other' })).toBe(publicKey)
    expect(importPublicMultikey(publicKey.multikey)).toBe(publicKey)
  })

  it('a text that looks like the key of the cache is still no Multikey', () => {
    const { jwk } = generateKeyPair('EdDSA').publicKey
    expect(codeOf(() => importPublicMultikey(`${jwk.crv} ${jwk.x}`))).toBe('invalid_key')
  })
})

describe('the bounded cache', () => {
  it('forgets the long unused and keeps the used', () => {
    const cache = createBoundedCache<number>(4)
    cache.set('used', 0)
    cache.set('unused', 0)
    for (let i = 0; i < 20; i++) {
      cache.set(`key ${i}`, i)
      expect(cache.get('used')).toBe(0)
    }
    expect(cache.get('unused')).toBeUndefined()
  })

  it('never holds more than two generations', () => {
    const cache = createBoundedCache<number>(8)
    for (let i = 0; i < 1000; i++) cache.set(`key ${i}`, i)
    const held = Array.from({ length: 1000 }, (_, i) => i).filter((i) => cache.get(`key ${999 - i}`) !== undefined)
    expect(held.length).toBeGreaterThanOrEqual(8)
    expect(held.length).toBeLessThanOrEqual(16)
  })

  it('holds the value set last, and nothing after delete', () => {
    const cache = createBoundedCache<number>(2)
    for (const value of [1, 2]) cache.set('a', value)
    expect(cache.get('a')).toBe(2)
    for (const key of ['b', 'c', 'd']) cache.set(key, 0)
    cache.delete('a')
    expect(cache.get('a')).toBeUndefined()
  })
})
