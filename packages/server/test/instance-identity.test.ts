import { systemClock, systemRandomBytes } from '@energy-ssi/core'
import { createLocalKeyService, createMemoryKeyStore } from '@energy-ssi/keys'
import { describe, expect, test } from 'vitest'
import { existingIdentity, instanceIdentity } from '../src/instance-identity.ts'

const openKeys = (store = createMemoryKeyStore()) =>
  createLocalKeyService({
    store,
    kek: new Uint8Array(32).fill(7),
    tenantId: 'test',
    clock: systemClock,
    randomBytes: systemRandomBytes,
  })

describe('the identity of an instance', () => {
  test('stays when its securing changes to another with keys of the same algorithm', async () => {
    const keys = openKeys()
    const before = await instanceIdentity(keys, 'issuer', { id: 'grid', securing: 'vc-jose' }, 'EdDSA', false)
    const after = await instanceIdentity(keys, 'issuer', { id: 'grid', securing: 'eddsa-jcs-2022' }, 'EdDSA', true)
    expect(after.did).toBe(before.did)
  })

  test('of another algorithm is refused in one line: the DID would change under credentials that are about', async () => {
    const keys = openKeys()
    await instanceIdentity(keys, 'issuer', { id: 'grid', securing: 'vc-jose' }, 'EdDSA', false)
    await expect(
      instanceIdentity(keys, 'issuer', { id: 'grid', securing: 'vc-jose-es256' }, 'ES256', true),
    ).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringMatching(/^issuer "grid": securing is /) })
  })

  test('for BBS grows from the secret of the tenant: the same at every start, another for every instance', async () => {
    const grid = { id: 'grid', securing: 'bbs-2023' } as const
    const store = createMemoryKeyStore()
    const first = await instanceIdentity(openKeys(store), 'issuer', grid, 'BBS', false)
    expect(first.did).toMatch(/^did:key:zUC7/)
    expect((await instanceIdentity(openKeys(store), 'issuer', grid, 'BBS', true)).did).toBe(first.did)
    expect((await existingIdentity(openKeys(store), 'issuer', 'grid')).did).toBe(first.did)
    const others = [
      await instanceIdentity(openKeys(store), 'issuer', { ...grid, id: 'meter' }, 'BBS', false),
      await instanceIdentity(openKeys(), 'issuer', grid, 'BBS', false),
    ]
    for (const { did } of others) expect(did).not.toBe(first.did)
  })

  test('for BBS is refused where the instance has another kind of key, and another kind where it was for BBS', async () => {
    const keys = openKeys()
    await instanceIdentity(keys, 'issuer', { id: 'grid', securing: 'vc-jose' }, 'EdDSA', false)
    await expect(
      instanceIdentity(keys, 'issuer', { id: 'grid', securing: 'bbs-2023' }, 'BBS', true),
    ).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringMatching(/which is of EdDSA/) })
    await expect(
      instanceIdentity(keys, 'issuer', { id: 'was-bbs', securing: 'vc-jose' }, 'EdDSA', true),
    ).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringMatching(/which is of BBS/) })
  })
})
