/** The second process of processes.test.ts: does one task and reports every acknowledged result. */
import { openSqliteStore } from '@energy-ssi/store-sql'

const { path, task, name, times } = JSON.parse(process.argv[2])
const report = (message) => new Promise((resolve) => process.send(message, resolve))

const { store, close } = await openSqliteStore({ path })
const tenant = store.forTenant('tenant')

const tasks = {
  open: async () => report('opened'),
  lease: async () => report(await tenant.leaseStatusBlock('list', 7)),
  status: async (i) => report(await tenant.setStatus('list', Number(name) * 1_000 + i, true, new Date(0))),
  commit: async (i) => {
    const recordId = `${name}-${String(i).padStart(6, '0')}`
    const outcome = await tenant.commitIssuance({
      recordId,
      issuerId: 'issuer',
      credentialId: `urn:${recordId}`,
      types: ['VerifiableCredential'],
      securing: 'vc-jose',
      requestDigest: undefined,
      credentialDigest: 'digest',
      subjectHash: undefined,
      status: [{ listId: 'list', index: i, purpose: 'revocation' }],
      issuedAt: new Date(0),
      retained: Buffer.alloc(500),
    })
    await report([recordId, outcome])
  },
}

for (let i = 0; i < times; i += 16) {
  const group = Array.from({ length: Math.min(16, times - i) }, (_, j) => i + j)
  await Promise.all(group.map((each) => tasks[task](each)))
}
await close()
process.disconnect()
