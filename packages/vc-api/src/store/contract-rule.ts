/** What a rule of the store contract is, and the values the rules work with. */
import assert from 'node:assert/strict'
import {
  type HostedDidDocument,
  type IssuanceRecord,
  type StatusListPublication,
  type StatusListRecord,
  type Store,
  StoreError,
} from './port.ts'

/** A fresh, empty store and the ways to look at it again. Whoever passes an {@link OpenStore} closes what it opened. */
export interface OpenedStore {
  readonly store: Store
  /** Closes the store and opens the same data again. */
  readonly reopen?: () => Promise<Store>
  /** Opens the same data once more, beside the store. */
  readonly another?: () => Promise<Store>
}

/** Opens a fresh, empty store. */
export type OpenStore = () => Promise<OpenedStore>

/** One rule. */
export interface StoreRule {
  readonly title: string
  /** What of {@link OpenedStore} the rule needs besides the store. */
  readonly needs?: 'reopen' | 'another'
  run(open: OpenStore): Promise<void>
}

/** Racing calls in a rule about races. */
export const RACERS = 32

export const NOW = new Date('2026-11-22T12:00:00.123Z')
export const LATER = new Date('2026-11-22T12:34:56.789Z')

/** A rule about one store. */
export function rule(title: string, run: (store: Store) => Promise<void>): StoreRule {
  return { title, run: async (open) => run((await open()).store) }
}

/** A rule about data that outlives its store. */
export function durableRule(
  title: string,
  run: (store: Store, reopen: () => Promise<Store>) => Promise<void>,
): StoreRule {
  return {
    title,
    needs: 'reopen',
    run: async (open) => {
      const { store, reopen } = await open()
      assert.ok(reopen, 'this rule needs reopen')
      await run(store, reopen)
    },
  }
}

/** A rule about two stores over the same data. */
export function sharedRule(title: string, run: (one: Store, other: Store) => Promise<void>): StoreRule {
  return {
    title,
    needs: 'another',
    run: async (open) => {
      const { store, another } = await open()
      assert.ok(another, 'this rule needs another')
      await run(store, await another())
    },
  }
}

/** Starts calls without waiting between them; resolves to all their results. */
export function race<T>(call: (racer: number) => Promise<T>, racers: number = RACERS): Promise<T[]> {
  return Promise.all(Array.from({ length: racers }, (_, racer) => call(racer)))
}

/** Asserts that a value occurs exactly once. */
export function assertOneWinner<T>(results: readonly T[], winner: T): void {
  assert.equal(results.filter((result) => result === winner).length, 1, `one ${String(winner)} in ${results.join(' ')}`)
}

/** Asserts that a call rejects with a code of the store. */
export async function assertStoreError(call: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(call, (error) => error instanceof StoreError && error.code === code)
}

/** Makes byte strings comparable whatever their class. */
export function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] }
  if (value instanceof Date) return { time: value.toISOString() }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]))
}

/** Asserts equality, bytes and times by value. */
export function assertSame(actual: unknown, expected: unknown): void {
  assert.deepEqual(plain(actual), plain(expected))
}

export function issuance(recordId: string, part: Partial<IssuanceRecord> = {}): IssuanceRecord {
  return {
    recordId,
    issuerId: 'issuer',
    credentialId: `urn:credential:${recordId}`,
    types: ['VerifiableCredential', 'ChargingStationCredential'],
    securing: 'vc-jose',
    requestDigest: `request ${recordId}`,
    credentialDigest: `credential ${recordId}`,
    subjectHash: 'hash',
    status: [],
    issuedAt: NOW,
    retained: Uint8Array.of(0, 255, 1, 254),
    ...part,
  }
}

export function statusList(listId: string, part: Partial<StatusListRecord> = {}): StatusListRecord {
  return {
    listId,
    issuerId: 'issuer',
    purpose: 'revocation',
    length: 131_072,
    url: `https://issuer.example/status-lists/${listId}`,
    secret: Uint8Array.of(3, 0, 255),
    createdAt: NOW,
    ...part,
  }
}

export function publication(listId: string, part: Partial<StatusListPublication> = {}): StatusListPublication {
  return {
    listId,
    version: 0,
    mediaType: 'application/vc+jwt',
    body: Uint8Array.of(101, 0, 121),
    publishedAt: NOW,
    validUntil: LATER,
    ...part,
  }
}

export function didDocument(did: string, part: Partial<HostedDidDocument> = {}): HostedDidDocument {
  return { did, document: JSON.stringify({ id: did, note: 'Ladesäule ⚡' }), createdAt: NOW, ...part }
}
