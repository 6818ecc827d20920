import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDidKey } from '@energy-ssi/did'
import { generateKeyPair } from '@energy-ssi/keys'
import { createBatchSigner } from '@energy-ssi/vc-api/batch'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'energy-ssi-batch-'))
afterAll(() => rmSync(folder, { recursive: true }))

const { publicKey, privateJwk } = generateKeyPair('EdDSA')
const settings = { securing: 'eddsa-jcs-2022', privateJwk, keyId: createDidKey(publicKey).keyId } as const

/** Threads run what is built: a plain process of its own starts them. */
function runBuilt(script: string): unknown {
  const built = new URL('../../dist/batch/batch-signer.js', import.meta.url).href
  const lines = [
    `const { createBatchSigner } = await import('${built}')`,
    `const settings = { ...${JSON.stringify(settings)}, clock: () => new Date() }`,
    script,
  ]
  const file = join(folder, 'script.mjs')
  writeFileSync(file, lines.join('\n'))
  const options = { encoding: 'utf8', timeout: 20_000, env: { PATH: process.env.PATH ?? '' } } as const
  const { stdout, stderr } = spawnSync(process.execPath, [file], options)
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout)
}

it('fails what is asked of threads that have ended, at once', () => {
  const said = runBuilt(`
    const signer = createBatchSigner({ ...settings, threads: 1 })
    const [first] = (await signer.sign(['{}']).next()).value
    await signer.close()
    const later = await signer.sign(['{}']).next().catch((error) => error.message)
    console.log(JSON.stringify([typeof first.refused, later]))
  `)
  expect(said).toEqual(['string', 'A thread of the batch signer ended.'])
})

it.each([0, -1, 1.5, Number.NaN])('%s threads are misuse', (threads) => {
  expect(() => createBatchSigner({ ...settings, clock: () => new Date(0), threads })).toThrow(TypeError)
})
