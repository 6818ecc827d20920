import { inspect } from 'node:util'
import { utf8Encode } from '@energy-ssi/core'
import { describe, expect, it } from 'vitest'
import { createMemoryKeyStore, generateKeyPair, type KeyStore, type StoredKey } from '../src/index.ts'
import { codeOfPromise, flipBit, KEY_ID, MESSAGE, open, TEST_KEK } from './support.ts'

describe('X17: what the store holds is of no use elsewhere', () => {
  const rows: Record<string, (row: StoredKey, other: StoredKey) => StoredKey> = {
    'the key of another tenant': (row, other) => ({ ...row, wrappedPrivateKey: other.wrappedPrivateKey }),
    'the key and the public key of another tenant': (row, other) => ({ ...other, tenantId: row.tenantId }),
    'a bit turned over': (row) => ({ ...row, wrappedPrivateKey: flipBit(row.wrappedPrivateKey as Uint8Array, 300) }),
    truncation: (row) => ({ ...row, wrappedPrivateKey: row.wrappedPrivateKey?.slice(0, -1) }),
    'nothing left': (row) => ({ ...row, wrappedPrivateKey: new Uint8Array() }),
    erased: (row) => ({ ...row, wrappedPrivateKey: undefined }),
    'another name': (row) => ({ ...row, name: 'other' }),
    'another version': (row) => ({ ...row, version: 2 }),
    'another public key': (row) => ({ ...row, publicJwk: JSON.stringify(generateKeyPair('EdDSA').publicKey.jwk) }),
  }

  it.each(Object.entries(rows))('%s', async (_, change) => {
    const store = createMemoryKeyStore()
    await open({ store }).generate('issuer', 'EdDSA')
    await open({ store, tenantId: 'other tenant' }).generate('issuer', 'EdDSA')
    const [row] = await store.findKeys('tenant', 'issuer')
    const [other] = await store.findKeys('other tenant', 'issuer')
    const changed = change(row as StoredKey, other as StoredKey)
    const service = open({ store: { ...store, findKeys: async () => [changed] } })
    expect(await codeOfPromise(service.signer('issuer', KEY_ID))).toBe('decryption_failed')
  })

  it('the wrong key-encryption key', async () => {
    const store = createMemoryKeyStore()
    await open({ store }).generate('issuer', 'EdDSA')
    const wrapped = await open({ store }).wrap('record', MESSAGE)
    const service = open({ store, kek: new Uint8Array(32).fill(8) })
    expect(await codeOfPromise(service.signer('issuer', KEY_ID))).toBe('decryption_failed')
    expect(await codeOfPromise(service.unwrap('record', wrapped))).toBe('decryption_failed')
    expect(await codeOfPromise(service.generate('new', 'EdDSA'))).toBe('decryption_failed')
    expect(await codeOfPromise(service.mac('record', MESSAGE))).toBe('decryption_failed')
    expect(await store.findKeys('tenant', 'new')).toEqual([])
  })

  it('the data key of another tenant', async () => {
    const shared = createMemoryKeyStore()
    const sharing: KeyStore = {
      ...shared,
      addDataKey: (_, wrapped, at) => shared.addDataKey('one for all', wrapped, at),
    }
    await open({ store: sharing }).generate('issuer', 'EdDSA')
    const service = open({ store: sharing, tenantId: 'other tenant' })
    expect(await codeOfPromise(service.generate('issuer', 'EdDSA'))).toBe('decryption_failed')
  })

  it('a damaged public key, or one of another algorithm, is refused', async () => {
    const store = createMemoryKeyStore()
    await open({ store }).generate('issuer', 'EdDSA')
    const [row] = (await store.findKeys('tenant', 'issuer')) as [StoredKey]
    for (const change of [
      { publicJwk: '{' },
      { publicJwk: 'null' },
      { publicJwk: '{"kty":"oct","k":"AA"}' },
      { algorithm: 'ES256' as const },
    ]) {
      const service = open({ store: { ...store, findKeys: async () => [{ ...row, ...change }] } })
      expect(await codeOfPromise(service.versions('issuer'))).toBe('invalid_key')
      expect(await codeOfPromise(service.signer('issuer', KEY_ID))).toBe('invalid_key')
    }
  })
})

describe('wrapped data', () => {
  it('is unwrapped by any service of the tenant, for the same context', async () => {
    const store = createMemoryKeyStore()
    const wrapped = await open({ store }).wrap('record', MESSAGE)
    expect(wrapped).toHaveLength(MESSAGE.length + 29)
    expect(await open({ store }).unwrap('record', wrapped)).toEqual(MESSAGE)
    expect(await open({ store }).wrap('record', MESSAGE)).not.toEqual(wrapped)
  })

  it.each([
    ['another context', 'other', 'tenant', (wrapped: Uint8Array) => wrapped],
    ['another tenant', 'record', 'other tenant', (wrapped: Uint8Array) => wrapped],
    ['a bit turned over', 'record', 'tenant', (wrapped: Uint8Array) => flipBit(wrapped, 240)],
    ['truncation', 'record', 'tenant', (wrapped: Uint8Array) => wrapped.slice(0, -1)],
    ['nothing', 'record', 'tenant', () => new Uint8Array()],
  ])('X17: is refused: %s', async (_, context, tenantId, change) => {
    const store = createMemoryKeyStore()
    const wrapped = await open({ store }).wrap('record', MESSAGE)
    expect(await codeOfPromise(open({ store, tenantId }).unwrap(context, change(wrapped)))).toBe('decryption_failed')
  })

  it('a wrapped private key cannot be unwrapped as data', async () => {
    const store = createMemoryKeyStore()
    const service = open({ store })
    await service.generate('issuer', 'EdDSA')
    const [row] = (await store.findKeys('tenant', 'issuer')) as [StoredKey]
    expect(await codeOfPromise(service.unwrap('issuer', row.wrappedPrivateKey as Uint8Array))).toBe('decryption_failed')
  })
})

describe('mac', () => {
  it('is the same for the same tenant, context and data, also after a restart', async () => {
    const store = createMemoryKeyStore()
    const mac = await open({ store }).mac('subject', MESSAGE)
    expect(mac).toHaveLength(32)
    expect(await open({ store }).mac('subject', MESSAGE)).toEqual(mac)
  })

  it('differs by context, data and tenant', async () => {
    const store = createMemoryKeyStore()
    const [service, other] = [open({ store }), open({ store, tenantId: 'other tenant' })]
    const macs = await Promise.all([
      service.mac('subject', MESSAGE),
      service.mac('permutation', MESSAGE),
      service.mac('subject', utf8Encode('another')),
      service.mac('subject', new Uint8Array()),
      other.mac('subject', MESSAGE),
    ])
    expect(new Set(macs.map((mac) => mac.join())).size).toBe(macs.length)
  })
})

describe('secrets', () => {
  it('no member of the service or of a signer gives a private key away', async () => {
    const service = open()
    const created = await service.generate('issuer', 'EdDSA')
    const signer = await service.signer('issuer', KEY_ID)
    expect(Object.keys(service).sort()).toEqual([
      'destroy',
      'generate',
      'mac',
      'retire',
      'rotate',
      'signer',
      'unwrap',
      'versions',
      'wrap',
    ])
    expect(Reflect.ownKeys(signer).sort()).toEqual(['algorithm', 'keyId', 'sign'])
    expect(Reflect.ownKeys(created.publicJwk).sort()).toEqual(['crv', 'kty', 'x'])
    expect(inspect([service, signer, created], { depth: 9, showHidden: true })).not.toMatch(
      /privateJwk|"d"|\bd:|PrivateKeyObject/,
    )
  })

  it('the key-encryption key is copied and must have 32 bytes', async () => {
    const kek = TEST_KEK.slice()
    const store = createMemoryKeyStore()
    const service = open({ store, kek })
    kek.fill(0)
    await service.generate('issuer', 'EdDSA')
    expect((await open({ store }).signer('issuer', KEY_ID)).sign(MESSAGE)).toHaveLength(64)
    for (const length of [0, 16, 31, 33]) expect(() => open({ kek: new Uint8Array(length) })).toThrow(TypeError)
  })
})
