/** The key service with keys in a store, encrypted in two layers: key-encryption key → data key of the tenant → keys. */
import { createHmac, createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto'
import { type Clock, concatBytes, parseJson, type RandomBytes, type SignatureAlgorithm } from '@energy-ssi/core'
import { createBoundedCache } from './bounded-cache.ts'
import { bindingBytes, unwrapBytes, wrapBytes } from './envelope.ts'
import { KeyError } from './errors.ts'
import { bindKeyPair, generatePrivateKey, type KeyPair, type LocalSigner } from './key-pair.ts'
import type { KeyService, KeyVersion } from './key-service.ts'
import type { KeyStore, StoredKey } from './key-store.ts'
import { importPublicJwk, type PublicKey } from './public-key.ts'

const AES_KEY_BYTES = 32
const MAX_NAME_LENGTH = 256
/** Whoever loses a race for the next version tries the one after it. */
const MAX_ROTATION_ATTEMPTS = 1000

/** What a local key service is made of. */
export interface LocalKeyServiceParts {
  readonly store: KeyStore
  /** Key-encryption key: 32 random bytes from outside the store. It is copied; the caller may erase its own. */
  readonly kek: Uint8Array
  readonly tenantId: string
  readonly clock: Clock
  readonly randomBytes: RandomBytes
}

/**
 * Creates the key service of one tenant. Any number of them, in any number of processes, may share a store.
 *
 * Decrypted keys stay in memory as long as they are in use, as `KeyObject`s.
 *
 * @throws TypeError if the key-encryption key has not 32 bytes or the tenant id is not a name
 */
export function createLocalKeyService(parts: LocalKeyServiceParts): KeyService {
  const { store, clock, randomBytes } = parts
  const tenantId = checkName(parts.tenantId)
  if (parts.kek.length !== AES_KEY_BYTES) throw new TypeError('The key-encryption key must have 32 bytes.')
  const kek = createSecretKey(parts.kek)
  const dataKey = rememberSuccess(loadDataKey)
  /** Decrypted keys by version; an evicted one is decrypted again. */
  const keyPairs = createBoundedCache<KeyPair>(512)
  /** Versions known to be retired or destroyed. No state leads back to active, so this only grows. */
  const stopped = new Set<string>()

  async function loadDataKey(): Promise<KeyObject> {
    const candidate = randomBytes(AES_KEY_BYTES)
    if (candidate.length !== AES_KEY_BYTES) throw new TypeError('The source of randomness gave too few bytes.')
    const wrapped = wrapBytes(kek, ['data key', tenantId], candidate, randomBytes)
    candidate.fill(0)
    const kept = await store.addDataKey(tenantId, wrapped, clock())
    return toSecretKey(unwrapBytes(kek, ['data key', tenantId], kept))
  }

  async function addVersion(
    name: string,
    version: number,
    algorithm: SignatureAlgorithm,
  ): Promise<KeyVersion | undefined> {
    const privateKey = generatePrivateKey(algorithm)
    const { publicKey } = bindKeyPair(privateKey)
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
    const wrappedPrivateKey = wrapBytes(await dataKey(), ['key', tenantId, name, version], pkcs8, randomBytes)
    pkcs8.fill(0)
    const publicJwk = JSON.stringify(publicKey.jwk)
    const createdAt = clock()
    const row = {
      tenantId,
      name,
      version,
      algorithm,
      state: 'active',
      publicJwk,
      wrappedPrivateKey,
      createdAt,
    } as const
    return (await store.addKey(row)) ? toKeyVersion(row) : undefined
  }

  async function openKeyPair(row: StoredKey): Promise<KeyPair> {
    const binding = ['key', tenantId, row.name, row.version] as const
    const pkcs8 = unwrapBytes(await dataKey(), binding, row.wrappedPrivateKey ?? new Uint8Array())
    const keyPair = bindKeyPair(createPrivateKey({ key: asBuffer(pkcs8), format: 'der', type: 'pkcs8' }))
    pkcs8.fill(0)
    const publicKey = toPublicKey(row)
    if (keyPair.publicKey.thumbprint !== publicKey.thumbprint) {
      throw new KeyError('decryption_failed', 'The stored public key is not that of the stored private key.')
    }
    return keyPair
  }

  async function findVersion(name: string, version: number | undefined): Promise<StoredKey> {
    const rows = await store.findKeys(tenantId, checkName(name))
    const row =
      version === undefined ? (rows.find(isActive) ?? rows[0]) : rows.find((found) => found.version === version)
    if (row === undefined) throw new KeyError('key_unknown', 'There is no such key.')
    if (!isActive(row)) {
      stop(row.name, row.version)
      throw new KeyError('key_not_active', 'The key is retired or destroyed.')
    }
    return row
  }

  function stop(name: string, version: number): void {
    stopped.add(versionId(name, version))
    keyPairs.delete(versionId(name, version))
  }

  async function signer(name: string, keyId: string, version?: number): Promise<LocalSigner> {
    const row = await findVersion(name, version)
    const id = versionId(name, row.version)
    const keyPair = keyPairs.get(id) ?? (await openKeyPair(row))
    keyPairs.set(id, keyPair)
    return Object.freeze<LocalSigner>({
      algorithm: keyPair.publicKey.algorithm,
      keyId,
      sign(message) {
        if (stopped.has(id)) throw new KeyError('key_not_active', 'The key is retired or destroyed.')
        return keyPair.sign(message)
      },
    })
  }

  return Object.freeze<KeyService>({
    signer,

    async generate(name, algorithm) {
      const created = await addVersion(checkName(name), 1, algorithm)
      if (created === undefined) throw new KeyError('key_exists', 'The name of the key is taken.')
      return created
    },

    async versions(name) {
      return (await store.findKeys(tenantId, checkName(name))).map(toKeyVersion)
    },

    async rotate(name) {
      for (let attempt = 0; attempt < MAX_ROTATION_ATTEMPTS; attempt++) {
        const [newest] = await store.findKeys(tenantId, checkName(name))
        if (newest === undefined) throw new KeyError('key_unknown', 'There is no such key.')
        const created = await addVersion(name, newest.version + 1, newest.algorithm)
        if (created !== undefined) return created
      }
      throw new KeyError('key_exists', 'Others keep taking the next version of the key.')
    },

    async retire(name, version) {
      if (await store.setKeyState(tenantId, checkName(name), version, 'retired', clock())) return stop(name, version)
      const rows = await store.findKeys(tenantId, name)
      const isKnown = rows.some((row) => row.version === version)
      throw isKnown
        ? new KeyError('key_not_active', 'The key is destroyed.')
        : new KeyError('key_unknown', 'There is no such key.')
    },

    async destroy(name, version) {
      if (await store.setKeyState(tenantId, checkName(name), version, 'destroyed', clock())) return stop(name, version)
      throw new KeyError('key_unknown', 'There is no such key.')
    },

    async wrap(context, plaintext) {
      return wrapBytes(await dataKey(), ['data', tenantId, checkName(context)], plaintext, randomBytes)
    },

    async unwrap(context, wrapped) {
      return unwrapBytes(await dataKey(), ['data', tenantId, checkName(context)], wrapped)
    },

    async mac(context, data) {
      const secret = expandKey(await dataKey(), bindingBytes(['mac', tenantId, checkName(context)]))
      return new Uint8Array(createHmac('sha256', secret).update(data).digest())
    },
  })
}

/** One block of HKDF-Expand (RFC 5869 §2.3); the extract step may be left out for a uniformly random key (§3.3). */
function expandKey(key: KeyObject, info: Uint8Array): KeyObject {
  return toSecretKey(
    createHmac('sha256', key)
      .update(concatBytes(info, Uint8Array.of(1)))
      .digest(),
  )
}

/** Moves key bytes to where printing does not show them. */
function toSecretKey(bytes: Uint8Array): KeyObject {
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}

function toKeyVersion(row: StoredKey): KeyVersion {
  const { name, version, algorithm, state, createdAt } = row
  return { name, version, algorithm, state, publicJwk: toPublicKey(row).jwk, createdAt }
}

function toPublicKey(row: StoredKey): PublicKey {
  const publicKey = readPublicKey(row.publicJwk)
  if (publicKey.algorithm !== row.algorithm)
    throw new KeyError('invalid_key', 'The stored key is of another algorithm.')
  return publicKey
}

function readPublicKey(json: string): PublicKey {
  try {
    return importPublicJwk(parseJson(json))
  } catch (cause) {
    throw new KeyError('invalid_key', 'The stored public key is damaged.', { cause })
  }
}

function isActive(row: StoredKey): boolean {
  return row.state === 'active'
}

function versionId(name: string, version: number): string {
  return `${version} ${name}`
}

function checkName(name: string): string {
  if (name.length <= MAX_NAME_LENGTH && /^[^\p{Cc}\p{Cs}]+$/u.test(name)) return name
  throw new TypeError('A name must have 1 to 256 characters and no control characters.')
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Loads once; racing callers share one load, and a failed one is tried again. */
function rememberSuccess<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
}
