/** A whole service over the memory twins, to be injected into. */
import { systemClock, systemRandomBytes } from '@energy-ssi/core'
import { createMemoryKeyStore } from '@energy-ssi/keys'
import {
  type AppParts,
  type Config,
  createApp,
  createServices,
  type Environment,
  readConfig,
  type Services,
} from '@energy-ssi/server'
import { createMemoryStore } from '@energy-ssi/vc-api'
import type { FastifyInstance, InjectOptions } from 'fastify'

/** An app, and every line it logged. */
export interface TestService {
  readonly app: FastifyInstance
  readonly config: Config
  readonly log: string[]
}

/** What differs from the built-in local set-up. */
export interface TestServiceOptions {
  readonly environment?: Environment
  readonly config?: Partial<Config>
  readonly services?: Services
  readonly authorize?: NonNullable<AppParts['authorize']>
}

const NOWHERE = '/nonexistent'

/** Creates a service. Close its app when done. */
export async function createTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const config = { ...readConfig(options.environment ?? {}, NOWHERE), ...options.config }
  const log: string[] = []
  const services =
    options.services ??
    (await createServices(config, {
      store: createMemoryStore(),
      keyStore: createMemoryKeyStore(),
      kek: new Uint8Array(32).fill(7),
      clock: systemClock,
      randomBytes: systemRandomBytes,
    }))
  const app = await createApp({
    config,
    services,
    logStream: { write: (line) => void log.push(line) },
    ...(options.authorize !== undefined && { authorize: options.authorize }),
  })
  return { app, config, log }
}

/** A JSON request. */
export function post(url: string, payload: unknown, headers: Record<string, string> = {}): InjectOptions {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  }
}

/** An unsigned credential of terms that the credentials context defines. */
export function unsigned(parts: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    credentialSubject: { id: 'did:example:station', name: 'Station 1' },
    ...parts,
  }
}

/** The same for an issuer of data model 1.1. */
export function unsignedFor(
  issuer: string,
  parts: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  if (!/^(?:vc-jwt-1\.1|jwt-proof-2020)/.test(issuer)) return unsigned(parts)
  const model1 = { '@context': ['https://www.w3.org/2018/credentials/v1'], issuanceDate: '2026-01-01T00:00:00Z' }
  return { ...unsigned(parts), credentialSubject: { id: 'did:example:station' }, ...model1 }
}

/** A credential as an issuer instance signs it. */
export async function issued(
  app: FastifyInstance,
  parts: Readonly<Record<string, unknown>> = {},
  issuer = 'eddsa-rdfc-2022',
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await app.inject(
    post(`/issuers/${issuer}/credentials/issue`, { credential: unsignedFor(issuer, parts) }),
  )
  if (answer.statusCode !== 201) throw new Error(`Not issued: ${answer.body}`)
  return (answer.json() as { verifiableCredential: Readonly<Record<string, unknown>> }).verifiableCredential
}

/** What a verifier is shown of a credential: of a base proof a derived one that discloses its subject. */
export async function shown(
  app: FastifyInstance,
  verifiableCredential: Readonly<Record<string, unknown>>,
  issuer: string,
): Promise<Readonly<Record<string, unknown>>> {
  if (!/^(?:ecdsa-sd|bbs)-/.test(issuer)) return verifiableCredential
  const options = { selectivePointers: ['/credentialSubject'] }
  const answer = await app.inject(post('/holders/default/credentials/derive', { verifiableCredential, options }))
  if (answer.statusCode !== 201) throw new Error(`Not derived: ${answer.body}`)
  return answer.json()
}
