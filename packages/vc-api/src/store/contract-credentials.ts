/** Rules of the store contract about issuances. */
import assert from 'node:assert/strict'
import {
  assertOneWinner,
  assertSame,
  durableRule,
  issuance,
  LATER,
  race,
  rule,
  type StoreRule,
  sharedRule,
} from './contract-rule.ts'
import type { StatusReference } from './port.ts'

const TENANT = 'tenant'

const at = (listId: string, index: number): StatusReference => ({ listId, index, purpose: 'revocation' })

export const credentialRules: readonly StoreRule[] = [
  rule('an issuance is found as it was committed', async (store) => {
    const tenant = store.forTenant(TENANT)
    const status = [at('list', 7), { listId: 'other', index: 131_071, purpose: 'suspension' }] as const
    const record = issuance('1', { status, types: ['VerifiableCredential', 'Ü "quoted" \\ %_'] })
    assert.equal(await tenant.commitIssuance(record), 'committed')
    assertSame(await tenant.findIssuance('issuer', 'urn:credential:1'), { ...record, deletedAt: undefined })
  }),

  rule('an issuance is found with its absent members absent', async (store) => {
    const tenant = store.forTenant(TENANT)
    const record = issuance('1', { subjectHash: undefined, requestDigest: undefined, retained: undefined })
    assert.equal(await tenant.commitIssuance(record), 'committed')
    assertSame(await tenant.findIssuance('issuer', 'urn:credential:1'), { ...record, deletedAt: undefined })
  }),

  rule('a retained credential of 300,000 bytes comes back unchanged', async (store) => {
    const tenant = store.forTenant(TENANT)
    const retained = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) & 0xff)
    await tenant.commitIssuance(issuance('1', { retained }))
    assertSame((await tenant.findIssuance('issuer', 'urn:credential:1'))?.retained, retained)
  }),

  rule('an unknown credential is not found', async (store) => {
    const tenant = store.forTenant(TENANT)
    await tenant.commitIssuance(issuance('1'))
    assert.equal(await tenant.findIssuance('issuer', 'urn:credential:2'), undefined)
    assert.equal(await tenant.findIssuance('ISSUER', 'urn:credential:1'), undefined)
  }),

  rule('a credential id is taken once per issuer', async (store) => {
    const tenant = store.forTenant(TENANT)
    const first = issuance('1', { credentialId: 'urn:x' })
    assert.equal(await tenant.commitIssuance(first), 'committed')
    const second = issuance('2', { credentialId: 'urn:x', status: [at('list', 1)] })
    assert.equal(await tenant.commitIssuance(second), 'credential_id_taken')
    assert.equal(await tenant.commitIssuance({ ...second, issuerId: 'other' }), 'committed')
    assertSame(await tenant.findIssuance('issuer', 'urn:x'), { ...first, deletedAt: undefined })
  }),

  rule('any number of credentials may be without id', async (store) => {
    const tenant = store.forTenant(TENANT)
    const outcomes = await race((i) => tenant.commitIssuance(issuance(`r${i}`, { credentialId: undefined })))
    assert.deepEqual(new Set(outcomes), new Set(['committed']))
    assert.equal((await tenant.auditIssuances()).issuances, outcomes.length)
  }),

  rule('a refused issuance leaves nothing behind', async (store) => {
    const tenant = store.forTenant(TENANT)
    await tenant.commitIssuance(issuance('1', { status: [at('list', 5)] }))
    const refused = issuance('2', { status: [at('list', 4), at('list', 5), at('list', 6)] })
    assert.equal(await tenant.commitIssuance(refused), 'status_index_taken')
    assert.equal(await tenant.findIssuance('issuer', 'urn:credential:2'), undefined)
    const next = issuance('3', { credentialId: 'urn:credential:2', status: [at('list', 4), at('list', 6)] })
    assert.equal(await tenant.commitIssuance(next), 'committed')
  }),

  rule('an index that one issuance names twice is taken', async (store) => {
    const tenant = store.forTenant(TENANT)
    const record = issuance('1', { status: [at('list', 5), at('list', 5)] })
    assert.equal(await tenant.commitIssuance(record), 'status_index_taken')
    assertSame(await tenant.auditIssuances(), { issuances: 0, indexes: 0, conflicts: [] })
  }),

  rule('the same index of two lists is not the same', async (store) => {
    const tenant = store.forTenant(TENANT)
    const record = issuance('1', { status: [at('a', 5), at('b', 5)] })
    assert.equal(await tenant.commitIssuance(record), 'committed')
  }),

  rule('a recordId used before is misuse, and the first issuance stays', async (store) => {
    const tenant = store.forTenant(TENANT)
    const first = issuance('1')
    await tenant.commitIssuance(first)
    await assert.rejects(tenant.commitIssuance(issuance('1', { credentialId: 'urn:other' })), TypeError)
    assert.equal(await tenant.findIssuance('issuer', 'urn:other'), undefined)
    assertSame(await tenant.findIssuance('issuer', 'urn:credential:1'), { ...first, deletedAt: undefined })
  }),

  rule('of racing commits of one credential id exactly one succeeds', async (store) => {
    const tenant = store.forTenant(TENANT)
    const outcomes = await race((i) => tenant.commitIssuance(issuance(`r${i}`, { credentialId: 'urn:x' })))
    assertOneWinner(outcomes, 'committed')
    assert.ok(outcomes.every((outcome) => outcome === 'committed' || outcome === 'credential_id_taken'))
    assert.equal((await tenant.auditIssuances()).issuances, 1)
  }),

  rule('of racing commits of one status index exactly one succeeds', async (store) => {
    const tenant = store.forTenant(TENANT)
    const outcomes = await race((i) =>
      tenant.commitIssuance(issuance(`r${i}`, { status: [at('list', i + 1), at('list', 0)] })),
    )
    assertOneWinner(outcomes, 'committed')
    assert.ok(outcomes.every((outcome) => outcome === 'committed' || outcome === 'status_index_taken'))
    assertSame(await tenant.auditIssuances(), { issuances: 1, indexes: 2, conflicts: [] })
  }),

  sharedRule('of racing commits through two stores exactly one succeeds', async (one, other) => {
    const tenants = [one.forTenant(TENANT), other.forTenant(TENANT)] as const
    const outcomes = await race((i) =>
      tenants[i % 2 === 0 ? 0 : 1].commitIssuance(issuance(`r${i}`, { status: [at('list', 0)] })),
    )
    assertOneWinner(outcomes, 'committed')
    assertSame(await tenants[0].auditIssuances(), { issuances: 1, indexes: 1, conflicts: [] })
  }),

  rule('a bad issuance among racing ones spoils only its own outcome', async (store) => {
    const tenant = store.forTenant(TENANT)
    await tenant.commitIssuance(issuance('taken', { status: [at('list', 1_000)] }))
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) => {
        if (i === 7) return tenant.commitIssuance(issuance('r7', { credentialId: 'urn:credential:taken' }))
        if (i === 13) return tenant.commitIssuance(issuance('r13', { status: [at('list', 1_000)] }))
        if (i === 21) return tenant.commitIssuance(issuance('taken', { credentialId: 'urn:credential:r21' }))
        if (i === 22) return tenant.commitIssuance(issuance('r22', { issuedAt: new Date(Number.NaN) }))
        return tenant.commitIssuance(issuance(`r${i}`, { status: [at('list', i)] }))
      }),
    )
    const told = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'rejected'))
    const expected = Array.from({ length: 40 }, () => 'committed')
    expected[7] = 'credential_id_taken'
    expected[13] = 'status_index_taken'
    expected[21] = 'rejected'
    expected[22] = 'rejected'
    assert.deepEqual(told, expected)
    assertSame(await tenant.auditIssuances(), { issuances: 37, indexes: 37, conflicts: [] })
    for (const i of [7, 13, 21, 22])
      assert.equal(await tenant.findIssuance('issuer', `urn:credential:r${i}`), undefined)
  }),

  rule('of racing issuances that overlap, an index refused to one is left to another', async (store) => {
    const tenant = store.forTenant(TENANT)
    await tenant.commitIssuance(issuance('first', { status: [at('list', 5)] }))
    const outcomes = await Promise.all([
      tenant.commitIssuance(issuance('a', { status: [at('list', 6), at('list', 5)] })),
      tenant.commitIssuance(issuance('b', { status: [at('list', 6), at('list', 7)] })),
    ])
    assert.deepEqual(outcomes, ['status_index_taken', 'committed'])
  }),

  rule('a deleted credential is erased, and its issuance remembered', async (store) => {
    const tenant = store.forTenant(TENANT)
    const record = issuance('1', { status: [at('list', 3)] })
    await tenant.commitIssuance(record)
    assert.equal(await tenant.deleteCredential('issuer', 'urn:credential:1', LATER), true)
    const found = await tenant.findIssuance('issuer', 'urn:credential:1')
    assertSame(found, { ...record, retained: undefined, deletedAt: LATER })
  }),

  rule('a credential is deleted once; an unknown one never', async (store) => {
    const tenant = store.forTenant(TENANT)
    await tenant.commitIssuance(issuance('1'))
    assertOneWinner(await race(() => tenant.deleteCredential('issuer', 'urn:credential:1', LATER)), true)
    assert.equal(await tenant.deleteCredential('issuer', 'urn:credential:2', LATER), false)
    assert.equal(await tenant.deleteCredential('other', 'urn:credential:1', LATER), false)
  }),

  rule('the id and the index of a deleted credential stay taken', async (store) => {
    const tenant = store.forTenant(TENANT)
    await tenant.commitIssuance(issuance('1', { status: [at('list', 3)] }))
    await tenant.deleteCredential('issuer', 'urn:credential:1', LATER)
    const again = issuance('2', { credentialId: 'urn:credential:1' })
    assert.equal(await tenant.commitIssuance(again), 'credential_id_taken')
    assert.equal(await tenant.commitIssuance(issuance('3', { status: [at('list', 3)] })), 'status_index_taken')
  }),

  durableRule('issuances and deletions outlive the store', async (store, reopen) => {
    const tenant = store.forTenant(TENANT)
    await race((i) => tenant.commitIssuance(issuance(`r${i}`, { status: [at('list', i)] })))
    await tenant.deleteCredential('issuer', 'urn:credential:r5', LATER)
    const again = (await reopen()).forTenant(TENANT)
    assertSame(await again.auditIssuances(), { issuances: 32, indexes: 32, conflicts: [] })
    const deleted = await again.findIssuance('issuer', 'urn:credential:r5')
    assertSame([deleted?.retained, deleted?.deletedAt], [undefined, LATER])
    const kept = issuance('r6', { status: [at('list', 6)] })
    assertSame(await again.findIssuance('issuer', 'urn:credential:r6'), { ...kept, deletedAt: undefined })
  }),

  durableRule('closing waits for the commits under way', async (store, reopen) => {
    const tenant = store.forTenant(TENANT)
    const commits = race((i) => tenant.commitIssuance(issuance(`r${i}`)))
    const again = await reopen()
    assert.deepEqual(new Set(await commits), new Set(['committed']))
    assert.equal((await again.forTenant(TENANT).auditIssuances()).issuances, 32)
  }),
]
