import { inspect } from 'node:util'
import { systemRandomBytes, utf8Encode } from '@energy-ssi/core'
import { describe, expect, it } from 'vitest'
import {
  createLocalKeyService,
  createMemoryKeyStore,
  generateKeyPair,
  importPublicJwk,
  type KeyService,
  type KeyStore,
  type KeyVersion,
  type StoredKey,
} from '../src/index.ts'
import { ALGORITHMS, codeOf, codeOfPromise, flipBit } from './support.ts'

const KEK = new Uint8Array(32).fill(7)
const NOW = new Date('2026-11-22T10:00:00Z')
const MESSAGE = utf8Encode('a reading')
const KEY_ID = 'did:example:operator#key'
const RACERS = 32

describe('a key of the key service', () => {
  it.each(ALGORITHMS)('%s: is generated, signs, and its public key verifies', async (algorithm) => {
    const service = open()
    const created = await service.generate('issuer', algorithm)
    expect(created).toEqual({
      name: 'issuer',
      version: 1,
      algorithm,
      state: 'active',
      publicJwk: created.publicJwk,
      createdAt: NOW,
    })
    const signer = await service.signer('issuer', KEY_ID)
    expect(signer.algorithm).toBe(algorithm)
    expect(signer.keyId).toBe(KEY_ID)
    expect(verifies(created, signer.sign(MESSAGE))).toBe(true)
    expect(await service.versions('issuer')).toEqual([created])
  })

  it('is the same after a restart', async () => {
    const store = createMemoryKeyStore()
    const created = await open({ store }).generate('issuer', 'EdDSA')
    const signer = await open({ store }).signer('issuer', KEY_ID)
    expect(verifies(created, signer.sign(MESSAGE))).toBe(true)
  })

  it('keeps its name for ever, even destroyed', async () => {
    const service = open()
    await service.generate('issuer', 'EdDSA')
    expect(await codeOfPromise(service.generate('issuer', 'ES256'))).toBe('key_exists')
    await service.destroy('issuer', 1)
    expect(await codeOfPromise(service.generate('issuer', 'EdDSA'))).toBe('key_exists')
  })

  it('unknown: no versions, no signer, no rotation, no retirement, no destruction', async () => {
    const service = open()
    expect(await service.versions('issuer')).toEqual([])
    expect(await codeOfPromise(service.signer('issuer', KEY_ID))).toBe('key_unknown')
    expect(await codeOfPromise(service.rotate('issuer'))).toBe('key_unknown')
    expect(await codeOfPromise(service.retire('issuer', 1))).toBe('key_unknown')
    expect(await codeOfPromise(service.destroy('issuer', 1))).toBe('key_unknown')
    await service.generate('issuer', 'EdDSA')
    expect(await codeOfPromise(service.signer('issuer', KEY_ID, 2))).toBe('key_unknown')
    expect(await codeOfPromise(service.retire('issuer', 2))).toBe('key_unknown')
  })

  it('names with separators and quotes in them are different names', async () => {
    const service = open()
    const names = ['a', 'a|1', 'a"', 'a\\', '1 a', 'A']
    const created = await Promise.all(names.map((name) => service.generate(name, 'EdDSA')))
    for (const [i, name] of names.entries()) {
      const signer = await service.signer(name, KEY_ID)
      expect(created.map((version) => verifies(version, signer.sign(MESSAGE)))).toEqual(names.map((_, j) => i === j))
    }
  })

  it.each(['', 'a\u0000b', 'a\nb', '\ud800', 'a'.repeat(257)])('%j is no name', async (name) => {
    const service = open()
    await expect(service.generate(name, 'EdDSA')).rejects.toThrow(TypeError)
    await expect(service.signer(name, KEY_ID)).rejects.toThrow(TypeError)
    await expect(service.wrap(name, MESSAGE)).rejects.toThrow(TypeError)
    expect(() => open({ tenantId: name })).toThrow(TypeError)
  })

  it('the longest names and contexts work', async () => {
    const service = open({ tenantId: '鍵'.repeat(256) })
    await service.generate('鍵'.repeat(256), 'EdDSA')
    expect((await service.signer('鍵'.repeat(256), KEY_ID)).sign(MESSAGE)).toHaveLength(64)
    expect(await service.mac('鍵'.repeat(256), MESSAGE)).toHaveLength(32)
    const wrapped = await service.wrap('鍵'.repeat(256), MESSAGE)
    expect(await service.unwrap('鍵'.repeat(256), wrapped)).toEqual(MESSAGE)
  })
})

describe('versions (T12)', () => {
  it('rotation adds a version of the same algorithm; signers take the newest, or the one they name', async () => {
    const service = open()
    const first = await service.generate('issuer', 'ES256')
    const second = await service.rotate('issuer')
    expect(second).toMatchObject({ version: 2, algorithm: 'ES256', state: 'active' })
    expect(second.publicJwk).not.toEqual(first.publicJwk)
    expect((await service.versions('issuer')).map(({ version }) => version)).toEqual([2, 1])
    expect(verifies(second, (await service.signer('issuer', KEY_ID)).sign(MESSAGE))).toBe(true)
    expect(verifies(first, (await service.signer('issuer', KEY_ID, 1)).sign(MESSAGE))).toBe(true)
  })

  it('a signer stays valid through rotations while its version is active', async () => {
    const service = open()
    const first = await service.generate('issuer', 'EdDSA')
    const signer = await service.signer('issuer', KEY_ID)
    for (let i = 0; i < 3; i++) await service.rotate('issuer')
    await service.retire('issuer', 2)
    await service.destroy('issuer', 3)
    expect(verifies(first, signer.sign(MESSAGE))).toBe(true)
  })

  it('a retired version signs no more, and what it signed still verifies', async () => {
    const service = open()
    const first = await service.generate('issuer', 'EdDSA')
    const signer = await service.signer('issuer', KEY_ID)
    const signature = signer.sign(MESSAGE)
    await service.rotate('issuer')
    await service.retire('issuer', 1)
    expect(codeOf(() => signer.sign(MESSAGE))).toBe('key_not_active')
    expect(await codeOfPromise(service.signer('issuer', KEY_ID, 1))).toBe('key_not_active')
    const [newest, retired] = await service.versions('issuer')
    expect([newest?.state, retired?.state]).toEqual(['active', 'retired'])
    expect(verifies(retired as KeyVersion, signature)).toBe(true)
    expect(retired?.publicJwk).toEqual(first.publicJwk)
    expect((await service.signer('issuer', KEY_ID)).sign(MESSAGE)).toHaveLength(64)
  })

  it('the newest active version signs when a newer one is retired', async () => {
    const service = open()
    const first = await service.generate('issuer', 'EdDSA')
    await service.rotate('issuer')
    await service.retire('issuer', 2)
    expect(verifies(first, (await service.signer('issuer', KEY_ID)).sign(MESSAGE))).toBe(true)
    await service.retire('issuer', 1)
    expect(await codeOfPromise(service.signer('issuer', KEY_ID))).toBe('key_not_active')
    expect((await service.rotate('issuer')).version).toBe(3)
    expect((await service.signer('issuer', KEY_ID)).sign(MESSAGE)).toHaveLength(64)
  })

  it('a destroyed version is erased, keeps its public key, and is final', async () => {
    const store = createMemoryKeyStore()
    const service = open({ store })
    const first = await service.generate('issuer', 'EdDSA')
    const signer = await service.signer('issuer', KEY_ID)
    await service.destroy('issuer', 1)
    expect(codeOf(() => signer.sign(MESSAGE))).toBe('key_not_active')
    expect((await store.findKeys('tenant', 'issuer'))[0]?.wrappedPrivateKey).toBeUndefined()
    expect(await service.versions('issuer')).toEqual([{ ...first, state: 'destroyed' }])
    expect(await codeOfPromise(service.retire('issuer', 1))).toBe('key_not_active')
    expect(await codeOfPromise(service.destroy('issuer', 1))).toBe('accepted')
  })

  it('a failed retirement of a version that does not exist yet does not harm it later', async () => {
    const service = open()
    await service.generate('issuer', 'EdDSA')
    expect(await codeOfPromise(service.retire('issuer', 2))).toBe('key_unknown')
    await service.rotate('issuer')
    expect((await service.signer('issuer', KEY_ID, 2)).sign(MESSAGE)).toHaveLength(64)
  })

  it('another process notices a retirement when it next asks for a signer; then its older signers stop too', async () => {
    const store = createMemoryKeyStore()
    const [here, there] = [open({ store }), open({ store })]
    await here.generate('issuer', 'EdDSA')
    const signer = await there.signer('issuer', KEY_ID)
    await here.retire('issuer', 1)
    expect(await codeOfPromise(there.signer('issuer', KEY_ID))).toBe('key_not_active')
    expect(codeOf(() => signer.sign(MESSAGE))).toBe('key_not_active')
  })
})

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

describe('many processes on one store', () => {
  it('of racing generations of one key exactly one succeeds, and all sign with it', async () => {
    const store = createMemoryKeyStore()
    const services = Array.from({ length: RACERS }, () => open({ store: slow(store) }))
    const codes = await Promise.all(services.map((service) => codeOfPromise(service.generate('issuer', 'EdDSA'))))
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(1)
    expect(codes.filter((code) => code === 'key_exists')).toHaveLength(RACERS - 1)
    const [created, ...others] = await (services[0] as KeyService).versions('issuer')
    expect(others).toEqual([])
    for (const service of services) {
      expect(verifies(created as KeyVersion, (await service.signer('issuer', KEY_ID)).sign(MESSAGE))).toBe(true)
    }
  })

  it('racing first writers of the data key end with the same one', async () => {
    const store = createMemoryKeyStore()
    const services = Array.from({ length: RACERS }, () => open({ store: slow(store) }))
    const wrapped = await Promise.all(services.map((service, i) => service.wrap('record', Uint8Array.of(i))))
    const reader = open({ store })
    for (const [i, bytes] of wrapped.entries()) expect(await reader.unwrap('record', bytes)).toEqual(Uint8Array.of(i))
  })

  it('racing calls of one service load the data key once', async () => {
    const store = createMemoryKeyStore()
    let calls = 0
    const counting: KeyStore = {
      ...store,
      addDataKey: (...args) => {
        calls++
        return store.addDataKey(...args)
      },
    }
    const service = open({ store: counting })
    await Promise.all(Array.from({ length: RACERS }, () => service.mac('subject', MESSAGE)))
    expect(calls).toBe(1)
  })

  it('racing rotations each make a version of their own', async () => {
    const store = createMemoryKeyStore()
    await open({ store }).generate('issuer', 'EdDSA')
    const rotated = await Promise.all(Array.from({ length: 8 }, () => open({ store: slow(store) }).rotate('issuer')))
    expect(rotated.map(({ version }) => version).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    expect(await open({ store }).versions('issuer')).toHaveLength(9)
  })

  it('a store that did not answer once is asked again', async () => {
    const store = createMemoryKeyStore()
    let failures = 1
    const failing: KeyStore = {
      ...store,
      addDataKey: async (...args) => {
        if (failures-- > 0) throw new Error('unavailable')
        return store.addDataKey(...args)
      },
    }
    const service = open({ store: failing })
    await expect(service.mac('subject', MESSAGE)).rejects.toThrow('unavailable')
    expect(await service.mac('subject', MESSAGE)).toHaveLength(32)
  })

  it('a retirement that the store did not confirm can be asked for again', async () => {
    const store = createMemoryKeyStore()
    let failures = 1
    const failing: KeyStore = {
      ...store,
      setKeyState: async (...args) => {
        if (failures-- > 0) throw new Error('unavailable')
        return store.setKeyState(...args)
      },
    }
    const service = open({ store: failing })
    await service.generate('issuer', 'EdDSA')
    const signer = await service.signer('issuer', KEY_ID)
    await expect(service.retire('issuer', 1)).rejects.toThrow('unavailable')
    expect(signer.sign(MESSAGE)).toHaveLength(64)
    await service.retire('issuer', 1)
    expect(codeOf(() => signer.sign(MESSAGE))).toBe('key_not_active')
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
    const kek = KEK.slice()
    const store = createMemoryKeyStore()
    const service = open({ store, kek })
    kek.fill(0)
    await service.generate('issuer', 'EdDSA')
    expect((await open({ store }).signer('issuer', KEY_ID)).sign(MESSAGE)).toHaveLength(64)
    for (const length of [0, 16, 31, 33]) expect(() => open({ kek: new Uint8Array(length) })).toThrow(TypeError)
  })
})

function open(
  parts: { readonly store?: KeyStore; readonly kek?: Uint8Array; readonly tenantId?: string } = {},
): KeyService {
  return createLocalKeyService({
    store: parts.store ?? createMemoryKeyStore(),
    kek: parts.kek ?? KEK,
    tenantId: parts.tenantId ?? 'tenant',
    clock: () => NOW,
    randomBytes: systemRandomBytes,
  })
}

function verifies(version: KeyVersion, signature: Uint8Array): boolean {
  return importPublicJwk(version.publicJwk).verify(MESSAGE, signature)
}

/** A store whose answers come a turn of the event loop later, so that racing calls interleave. */
function slow(store: KeyStore): KeyStore {
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    addDataKey: async (...args) => turn().then(() => store.addDataKey(...args)),
    addKey: async (...args) => turn().then(() => store.addKey(...args)),
    findKeys: async (...args) => store.findKeys(...args).then(async (rows) => turn().then(() => rows)),
    setKeyState: async (...args) => turn().then(() => store.setKeyState(...args)),
  }
}
