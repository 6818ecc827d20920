import { systemClock, systemRandomBytes } from '@energy-ssi/core'
import { createLocalKeyService, createMemoryKeyStore } from '@energy-ssi/keys'
import { describe, expect, test } from 'vitest'
import { instanceIdentity } from '../src/instance-identity.ts'

const openKeys = () =>
  createLocalKeyService({
    store: createMemoryKeyStore(),
    kek: new Uint8Array(32).fill(7),
    tenantId: 'test',
    clock: systemClock,
    randomBytes: systemRandomBytes,
  })

describe('the identity of an instance', () => {
  test('stays when its securing changes to another with keys of the same algorithm', async () => {
    const keys = openKeys()
    const before = await instanceIdentity(keys, 'issuer', { id: 'grid', securing: 'vc-jose' }, 'EdDSA')
    const after = await instanceIdentity(keys, 'issuer', { id: 'grid', securing: 'eddsa-jcs-2022' }, 'EdDSA')
    expect(after.did).toBe(before.did)
  })

  test('of another algorithm is refused in one line: the DID would change under credentials that are about', async () => {
    const keys = openKeys()
    await instanceIdentity(keys, 'issuer', { id: 'grid', securing: 'vc-jose' }, 'EdDSA')
    await expect(
      instanceIdentity(keys, 'issuer', { id: 'grid', securing: 'vc-jose-es256' }, 'ES256'),
    ).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringMatching(/^issuer "grid": securing is /) })
  })
})
