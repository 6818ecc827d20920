/** The key that encrypts all others in local mode: a file that only this user can read. */
import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { base64urlDecode, base64urlEncode, hexEncode } from '@energy-ssi/core'
import { ConfigError } from './config/config-error.ts'

const FILE = 'key-encryption.key'
const LENGTH = 32

/**
 * Reads the key-encryption key of a data folder, or creates it (32 random bytes, mode 0600, synced to disk) if the
 * folder has none. Whoever loses this file loses every key of the folder's database.
 *
 * @throws {ConfigError} if the file is not such a key
 */
export async function keyEncryptionKey(dataDir: string): Promise<Uint8Array> {
  const path = join(dataDir, FILE)
  const text = (await read(path)) ?? (await create(dataDir, path))
  const kek = decode(text)
  if (kek === undefined) throw new ConfigError(`${FILE} in DATA_DIR is damaged; allowed: the file as it was created`)
  return kek
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The file appears under its name complete and on disk, or not at all; of two that start at once the first wins. */
async function create(dataDir: string, path: string): Promise<string> {
  const draft = `${path}.${hexEncode(randomBytes(8))}`
  try {
    await writeThrough(draft, base64urlEncode(randomBytes(LENGTH)))
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  const folder = await open(dataDir)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
  return readFile(path, 'utf8')
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

function decode(text: string): Uint8Array | undefined {
  try {
    const bytes = base64urlDecode(text.trim())
    return bytes.length === LENGTH ? bytes : undefined
  } catch {
    return undefined
  }
}
