import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openServices, readConfig } from '@energy-ssi/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyEncryptionKey } from '../src/key-encryption-key.ts'

describe('the key-encryption key of a data folder', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'energy-ssi-kek-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('is there complete or not at all, whenever somebody looks', async () => {
    for (let round = 0; round < 10; round++) {
      const data = mkdtempSync(join(folder, 'data-'))
      let done = false
      const created = keyEncryptionKey(data).finally(() => {
        done = true
      })
      const sizes = new Set<number>()
      while (!done) {
        const found = statSync(join(data, 'key-encryption.key'), { throwIfNoEntry: false })
        if (found !== undefined) sizes.add(found.size)
        await new Promise(setImmediate)
      }
      await created
      expect([...sizes].filter((size) => size !== 43)).toEqual([])
      rmSync(data, { recursive: true })
    }
  })

  test('must be the one that the database began with', async () => {
    const config = readConfig({ DATA_DIR: mkdtempSync(join(folder, 'data-')) }, folder)
    await (await openServices(config)).close()
    rmSync(join(config.dataDir, 'key-encryption.key'))
    await expect(openServices(config)).rejects.toThrow(/^the key-encryption key in DATA_DIR does not fit/)
    rmSync(config.dataDir, { recursive: true })
  })

  test('is one key for all that start at once, in one file that only this user can read', async () => {
    const keys = await Promise.all(Array.from({ length: 16 }, () => keyEncryptionKey(folder)))
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
    expect(keys[0]).toHaveLength(32)
    expect(await keyEncryptionKey(folder)).toEqual(keys[0])
    expect(readdirSync(folder)).toEqual(['key-encryption.key'])
    expect(statSync(join(folder, 'key-encryption.key')).mode & 0o777).toBe(0o600)
  })
})
