/** Types for the modules in `peers/`, which are plain JavaScript and installed on first use. */
import { spawnSync } from 'node:child_process'
import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Credential } from '@energy-ssi/credential'
import type { Work } from './row.ts'

/** An unsigned credential. */
export type Document = Credential & { readonly '@context': readonly string[] }

/** One contestant as measured, in microseconds per call. */
export interface Measured {
  readonly us: number
  readonly min: number
  readonly max: number
  readonly windows: readonly number[]
}

/** Median and extremes. */
export interface Range {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** `timing.mjs`. */
export interface Timing {
  measure(
    contestants: Readonly<Record<string, Work>>,
    options: { windows: number; windowMs: number; warmMs: number },
  ): Promise<Readonly<Record<string, Measured>>>
  /** How many times longer `a` takes than `b`. */
  ratio(a: Measured, b: Measured): Range
}

/** Algorithms the peers sign with. */
export type PeerAlgorithm = 'EdDSA' | 'ES256' | 'ES384'

/** `support.mjs`. */
export interface Support {
  nodeKeys(): Readonly<Record<PeerAlgorithm, { readonly privateKey: KeyObject; readonly publicKey: KeyObject }>>
  variant(document: Document, i: number): Document
  clock(document: Document): { readonly date: string; readonly now: Date }
  jwtClaims(document: Document, i: number): Readonly<Record<string, unknown>>
  ring<T>(make: (i: number) => T, size?: number): Promise<(i: number) => Awaited<T>>
}

/** `cross.mjs`. */
export interface Cross {
  signWithJose(payload: object, header: object): Promise<string>
  verifyWithJose(token: string, alg: PeerAlgorithm, options: object): Promise<object>
  verifyWithDidJwtVc(token: string, alg: PeerAlgorithm, document: Document, keyId: string): Promise<boolean>
  verifyWithSdJwt(text: string, holderKey: object, nonce?: string): Promise<object>
}

/** A module that makes named contestants of a document. */
export interface Family {
  peers(document: Document, options?: object): Promise<Readonly<Record<string, Work>>>
}

/** The peers, ready to be used. */
export interface Peers {
  readonly timing: Timing
  readonly support: Support
  /** The credential everybody works on, about 1 KB. */
  readonly document: Document
  /** Its contexts beyond the W3C's. */
  readonly contexts: Readonly<Record<string, object>>
  cross(): Promise<Cross>
  /** Reproducible bits, most significant first: `length` of them, of which the share `density` is set. */
  randomBits(length: number, density: number): Promise<Uint8Array>
  /** The status at an index of an `encodedList`, as @digitalbazaar/vc-bitstring-status-list reads it. */
  readBitstring(encodedList: string, index: number): Promise<boolean>
  /** A contestant of a family, by name. Each family is set up once for a document and options. */
  peer(family: string, name: string, document?: Document, options?: object): Promise<Work>
}

/** Seen from `dist/`, where this runs. */
const home = new URL('../peers/', import.meta.url)

/** Loads the peers; installs them first if that has not been done. */
export async function loadPeers(): Promise<Peers> {
  installPeers()
  const timing = (await load('timing')) as Timing
  const support = (await load('support')) as Support
  const { sample, contexts } = (await load('sample')) as {
    sample(): Document
    contexts: Readonly<Record<string, object>>
  }
  const document = sample()
  const families = new Map<string, Promise<Readonly<Record<string, Work>>>>()

  async function setUp(family: string, subject: Document, options: object) {
    const { peers } = (await load(family)) as Family
    return peers(subject, { contexts, ...options })
  }

  return {
    timing,
    support,
    document,
    contexts,
    cross: async () => (await load('cross')) as Cross,
    randomBits: async (length, density) => {
      const { randomBits } = (await load('status-list')) as Pick<Peers, 'randomBits'>
      return randomBits(length, density)
    },
    readBitstring: async (encodedList, index) => {
      const { readBitstring } = (await load('status-list')) as Pick<Peers, 'readBitstring'>
      return readBitstring(encodedList, index)
    },
    peer: async (family, name, subject = document, options = {}) => {
      const key = JSON.stringify([family, subject, options])
      const known = families.get(key) ?? setUp(family, subject, options)
      families.set(key, known)
      const work = (await known)[name]
      if (work === undefined) throw new Error(`There is no ${name} in ${family}.mjs`)
      return work
    },
  }
}

function load(name: string): Promise<unknown> {
  return import(new URL(`${name}.mjs`, home).href)
}

function installPeers(): void {
  if (existsSync(new URL('node_modules/.package-lock.json', home))) return
  process.stderr.write('Installing the libraries to compare with into test/bench/peers (once) …\n')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: fileURLToPath(home),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('The libraries to compare with could not be installed.')
}
