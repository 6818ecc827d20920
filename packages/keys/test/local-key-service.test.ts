import { describe, expect, it } from 'vitest'
import { createMemoryKeyStore, type KeyVersion } from '../src/index.ts'
import { ALGORITHMS, codeOf, codeOfPromise, KEY_ID, MESSAGE, NOW, open, verifies } from './support.ts'

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
