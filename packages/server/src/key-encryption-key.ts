/** The key that encrypts all others in local mode: a file that only this user can read. */
import { randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { base64urlDecode, base64urlEncode } from '@energy-ssi/core'
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
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(base64urlEncode(randomBytes(LENGTH)))
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const kek = decode(await readFile(path, 'utf8'))
  if (kek === undefined) throw new ConfigError(`${FILE} in DATA_DIR is damaged; allowed: the file as it was created`)
  return kek
}

function decode(text: string): Uint8Array | undefined {
  try {
    const bytes = base64urlDecode(text.trim())
    return bytes.length === LENGTH ? bytes : undefined
  } catch {
    return undefined
  }
}
