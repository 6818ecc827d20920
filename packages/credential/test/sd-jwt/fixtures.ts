/** Claims, parties and hand-made SD-JWTs. */
import { createHash } from 'node:crypto'
import { base64urlEncode, isObject, type RandomBytes, utf8Encode } from '@energy-ssi/core'
import { type SdJwtVcClaims, signSdJwt, signSdJwtVc, type VerifySdJwtOptions } from '../../src/sd-jwt/index.ts'
import { createParty, freeze, HOLDER, ISSUER, issuer, makeToken, mallory, NOW, resolverFor } from '../fixtures.ts'

export const holder = createParty(HOLDER, 'ES256')
export const thief = createParty('did:example:test-only-thief', 'ES256')
export const resolveKey = resolverFor([issuer, holder, thief, mallory])

export const NONCE = 'test-nonce-1'
export const AUDIENCE = 'https://verifier.example'
export const expected = { audience: AUDIENCE, nonce: NONCE }
export const options: VerifySdJwtOptions = { resolveKey, now: NOW, keyBinding: expected }
export const binding = { signer: holder.signer, audience: AUDIENCE, nonce: NONCE, now: NOW }

export const claims: SdJwtVcClaims = freeze({
  vct: 'https://credentials.example/charging-card',
  iss: ISSUER,
  iat: 1_767_225_600,
  exp: 1_893_456_000,
  status: { status_list: { idx: 7, uri: 'https://issuer.example/status/1' } },
  name: 'Ada',
  tariff: 'night',
  address: { street: 'Am Netz 1', city: 'Berlin', geo: { lat: 52.5, lon: 13.4 } },
  roles: ['driver', 'owner', 'guest'],
})
export const disclose = [
  '/name',
  '/tariff',
  '/address',
  '/address/city',
  '/address/geo/lat',
  '/roles/0',
  '/roles/1',
  '/roles/2',
]

/** Random bytes that are the same in every run. */
export function testBytes(seed = 'test'): RandomBytes {
  let calls = 0
  return (length) => {
    const blocks: Buffer[] = []
    for (let i = 0; i * 32 < length; i++) blocks.push(createHash('sha256').update(`${seed} ${calls} ${i}`).digest())
    calls++
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length))
  }
}

export const randomBytes = testBytes()

export function issueVc(document: SdJwtVcClaims = claims, pointers: readonly string[] = disclose): string {
  return signSdJwtVc(document, issuer.signer, {
    disclose: pointers,
    holderKey: holder.keyPair.publicKey.jwk,
    randomBytes,
  }) as string
}

/** A generic SD-JWT without key binding. */
export function issue(document: Readonly<Record<string, unknown>>, pointers: readonly string[]): string {
  return signSdJwt(document, issuer.signer, { typ: 'example+sd-jwt' }, { disclose: pointers, randomBytes }) as string
}

export function encodeText(text: string): string {
  return base64urlEncode(utf8Encode(text))
}

/** A disclosure of whatever is given. */
export function disclosureOf(...parts: readonly unknown[]): string {
  return encodeText(JSON.stringify(parts))
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

/** An SD-JWT as hostile or careless software would make it, signed by the issuer. */
export function makeSdJwt(
  payload: unknown,
  disclosures: readonly string[] = [],
  typ: string | null = 'dc+sd-jwt',
): string {
  const jwt = makeToken({ alg: 'EdDSA', ...(typ !== null && { typ }), kid: issuer.keyId }, payload, issuer.keyPair)
  return [jwt, ...disclosures, ''].join('~')
}

/** A Key Binding JWT as anybody would make it. */
export function makeKeyBinding(
  presented: string,
  changes: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
  party = holder,
): string {
  const payload = { iat: NOW.getTime() / 1000, aud: AUDIENCE, nonce: NONCE, sd_hash: sha256(presented), ...changes }
  return presented + makeToken({ alg: 'ES256', typ: 'kb+jwt', ...header }, payload, party.keyPair)
}

/** The claims that remain when of those that can be hidden only some are shown: written without the code under test. */
export function project(value: unknown, hideable: ReadonlySet<string>, shown: ReadonlySet<string>, at = ''): unknown {
  const stays = (key: string) => !hideable.has(at + step(key)) || shown.has(at + step(key))
  const inner = (key: string, item: unknown) => project(item, hideable, shown, at + step(key))
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => (stays(String(i)) ? [inner(String(i), item)] : []))
  }
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (stays(key) ? [[key, inner(key, item)]] : [])),
  )
}

export function step(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** Pointers to every member and element. */
export function allPointers(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => [at + step(key), ...allPointers(item, at + step(key))])
}

/** The pointers themselves and everything they lie in. */
export function ancestors(pointers: readonly string[]): Set<string> {
  return new Set(
    pointers.flatMap((pointer) => {
      const steps = pointer.split('/').slice(1)
      return steps.map((_, i) => `/${steps.slice(0, i + 1).join('/')}`)
    }),
  )
}
