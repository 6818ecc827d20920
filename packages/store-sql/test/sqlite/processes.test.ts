import { expect, test } from 'vitest'
import { openSqliteStore } from '../../src/index.ts'
import { runProcesses, startProcess } from '../support/process.ts'
import { NOW } from '../support/records.ts'
import { temporaryFile } from '../support/temporary-folder.ts'

const LIST = {
  listId: 'list',
  issuerId: 'issuer',
  purpose: 'revocation',
  length: 131_072,
  url: 'https://issuer.example/status-lists/list',
  secret: new Uint8Array(32),
  createdAt: NOW,
} as const

async function withList(path: string) {
  const stores = await openSqliteStore({ path })
  await stores.store.forTenant('tenant').addStatusList(LIST)
  return stores
}

test('processes that create the same database at once all open it', async () => {
  const path = temporaryFile()
  const reports = await runProcesses(['a', 'b', 'c', 'd'].map((name) => ({ path, name, task: 'open', times: 1 })))
  expect(reports).toEqual([['opened'], ['opened'], ['opened'], ['opened']])
})

test('F10: leases of several processes never overlap', async () => {
  const path = temporaryFile()
  await (await withList(path)).close()
  const reports = await runProcesses(['a', 'b', 'c'].map((name) => ({ path, name, task: 'lease', times: 200 })))
  const blocks = reports.flat() as { start: number; count: number }[]
  const starts = blocks.map(({ start }) => start).sort((a, b) => a - b)
  expect(starts).toEqual(Array.from({ length: 600 }, (_, i) => i * 7))
  expect(blocks.every(({ count }) => count === 7)).toBe(true)
})

test('F10: no status change of several processes is lost', async () => {
  const path = temporaryFile()
  const { store, close } = await withList(path)
  await runProcesses(['1', '2', '3'].map((name) => ({ path, name, task: 'status', times: 100 })))
  const { version, indexes } = await store.forTenant('tenant').readStatus('list')
  expect([version, indexes.length]).toEqual([300, 300])
  await close()
})

test('F10: of issuances of several processes for the same indexes each index has one winner', async () => {
  const path = temporaryFile()
  const { store, close } = await withList(path)
  const reports = await runProcesses(['a', 'b', 'c'].map((name) => ({ path, name, task: 'commit', times: 200 })))
  const outcomes = (reports.flat() as [string, string][]).map(([, outcome]) => outcome)
  expect(outcomes.filter((outcome) => outcome === 'committed').length).toBe(200)
  expect(outcomes.filter((outcome) => outcome === 'status_index_taken').length).toBe(400)
  expect(await store.forTenant('tenant').auditIssuances()).toEqual({ issuances: 200, indexes: 200, conflicts: [] })
  await close()
})

test('F1: what was acknowledged before kill -9 is there, and no index twice', { timeout: 60_000 }, async () => {
  for (const acknowledged of [1, 40, 200]) {
    const path = temporaryFile()
    const { child, messages, ended } = startProcess({ path, name: 'storm', task: 'commit', times: 1_000_000 })
    await new Promise<void>((resolve) => {
      child.on('message', () => {
        if (messages.length >= acknowledged) resolve()
      })
    })
    child.kill('SIGKILL')
    await ended
    const { store, close } = await openSqliteStore({ path })
    const tenant = store.forTenant('tenant')
    const told = messages as [string, string][]
    for (const [recordId, outcome] of told) {
      expect(outcome).toBe('committed')
      expect((await tenant.findIssuance('issuer', `urn:${recordId}`))?.recordId).toBe(recordId)
    }
    const audit = await tenant.auditIssuances()
    expect(audit.conflicts).toEqual([])
    expect(audit.issuances).toBeGreaterThanOrEqual(told.length)
    expect(audit.indexes).toBe(audit.issuances)
    await close()
  }
})
