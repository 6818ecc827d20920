/** The worked examples of RFC 9901, SD-JWT VC, sd-jwt-js and VC-JOSE-COSE (see spec/vectors/vc/SOURCES.md). */
import { readdirSync, readFileSync } from 'node:fs'
import { base64urlDecode, isObject, type JsonObject, parseJson } from '@energy-ssi/core'
import { importPrivateJwk } from '@energy-ssi/keys'
import { describe, expect, test } from 'vitest'
import { validateCredential } from '../../src/index.ts'
import {
  createSdJwt,
  parseSdJwt,
  presentSdJwt,
  readSdJwt,
  type SdJwtVcClaims,
  sdJwtFromJson,
  sdJwtToJson,
  signSdJwt,
  signSdJwtVc,
  unpackSdJwt,
  verifySdJwt,
  verifySdJwtVc,
} from '../../src/sd-jwt/index.ts'
import { createParty, freeze, ISSUER, issuer, NOW } from '../fixtures.ts'
import {
  AUDIENCE,
  allPointers,
  ancestors,
  expected,
  NONCE,
  project,
  randomBytes,
  resolveKey,
  step,
} from './fixtures.ts'
import { readSpecification } from './read-specification.ts'

const VECTORS = new URL('../../../../spec/vectors/vc/', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, VECTORS), 'utf8')
const list = (folder: string) => readdirSync(new URL(folder, VECTORS))

/** Pointers to the ends of a frame or a list of disclosed claims; `false` names nothing. */
function namedBy(frame: unknown, at = ''): string[] {
  const entries = isObject(frame) || Array.isArray(frame) ? Object.entries(frame) : []
  if (entries.length === 0) return frame === false || at === '' ? [] : [at]
  return entries.flatMap(([key, value]) => namedBy(value, at + step(key)))
}

describe('RFC 9901 §4.2 disclosures and their digests', () => {
  const familyName = 'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0'

  test('§4.2.3 the digest of a member', () => {
    const payload = { given_name: 'Alice', _sd: ['X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0'] }
    expect(unpackSdJwt(payload, [familyName])).toMatchObject({
      verified: true,
      value: { claims: { given_name: 'Alice', family_name: 'Möbius' } },
    })
  })

  test('§4.2.4.2 the digest of an element', () => {
    const payload = { nationalities: ['DE', { '...': 'w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs' }, 'US'] }
    expect(unpackSdJwt(payload, ['WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0'])).toMatchObject({
      value: { claims: { nationalities: ['DE', 'FR', 'US'] } },
    })
    expect(unpackSdJwt(payload, [])).toMatchObject({ value: { claims: { nationalities: ['DE', 'US'] } } })
  })

  test.each([
    'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNX HUwMGY2Yml1cyJd',
    'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsImZhbWlseV9uYW1lIiwiTcO2Y ml1cyJd',
    'WwoiXzI2YmM0TFQtYWM2cTJLSTZjQlc1ZXMiLAoiZmFtaWx5X25hbWUiLAoiT cO2Yml1cyIKXQ',
  ])('§4.2.1 another spelling of the same claim has another digest: %s', (spelling) => {
    const disclosure = spelling.replace(' ', '')
    expect(parseJson(base64urlDecode(disclosure))).toEqual(parseJson(base64urlDecode(familyName)))
    expect(unpackSdJwt({ _sd: ['X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0'] }, [disclosure])).toMatchObject({
      problems: [{ code: 'CRYPTOGRAPHIC_SECURITY_ERROR' }],
    })
  })
})

const specifications = ['sd-jwt', 'oauth-sd-jwt-vc'].flatMap((draft) =>
  list(`${draft}/examples`)
    .filter((name) => !name.endsWith('.yml'))
    .map((name) => `${draft}/examples/${name}`),
)

describe('the example specifications of RFC 9901 and SD-JWT VC', () => {
  test('there are eighteen', () => {
    expect(specifications).toHaveLength(18)
  })

  test.each(specifications)('%s: what is shown is what the holder names', (folder) => {
    const { value, marked } = readSpecification(read(`${folder}/specification.yml`))
    const claims = freeze(value.user_claims) as JsonObject
    const disclose = marked.map((pointer) => pointer.replace('/user_claims', ''))
    const decoys = value.add_decoy_claims === true ? 3 : 0
    const { payload, disclosures } = createSdJwt(claims, { disclose, decoys, randomBytes })
    expect(disclosures).toHaveLength(disclose.length)
    expect(unpackSdJwt(payload as JsonObject, disclosures)).toMatchObject({ verified: true, value: { claims } })

    const text = signSdJwt(
      claims.cnf === undefined ? claims : { ...claims, cnf: undefined },
      issuer.signer,
      { typ: 'x' },
      {
        disclose,
        decoys,
        randomBytes,
      },
    ) as string
    const there = new Set(allPointers(claims))
    const reveal = namedBy(value.holder_disclosed_claims).filter((pointer) => there.has(pointer))
    const presented = presentSdJwt(text, { reveal }) as string
    const { cnf: _, ...rest } = claims
    expect(readSdJwt(presented).claims).toEqual(project(rest, new Set(disclose), ancestors(reveal)))
  })

  test.each(specifications.filter((folder) => folder.startsWith('oauth')))('%s as an SD-JWT VC', async (folder) => {
    const { value, marked } = readSpecification(read(`${folder}/specification.yml`))
    const claims = { ...(value.user_claims as SdJwtVcClaims), iss: ISSUER }
    const disclose = marked.map((pointer) => pointer.replace('/user_claims', ''))
    const settings = readSpecification(read('oauth-sd-jwt-vc/examples/settings.yml')).value as Settings
    const keyPair = importPrivateJwk(settings.key_settings.holder_key)
    const holderKey = keyPair.publicKey.jwk
    const bound = value.key_binding === true
    const text = await signSdJwtVc(claims, issuer.signer, { disclose, randomBytes, ...(bound && { holderKey }) })
    const reveal = namedBy(value.holder_disclosed_claims)
    const signer = { ...createParty('did:example:x', 'ES256').signer, sign: keyPair.sign }
    const keyBinding = { signer, audience: AUDIENCE, nonce: NONCE, now: NOW }
    const presented = await presentSdJwt(text, { reveal, ...(bound && { keyBinding }) })
    const verdict = await verifySdJwtVc(presented, { resolveKey, now: NOW, ...(bound && { keyBinding: expected }) })
    const shown = project(claims, new Set(disclose), ancestors(reveal)) as JsonObject
    expect(verdict).toMatchObject({
      verified: true,
      value: { claims: bound ? { ...shown, cnf: { jwk: holderKey } } : shown, vct: claims.vct },
    })
  })

  interface Settings extends Readonly<Record<string, unknown>> {
    readonly key_settings: { readonly holder_key: unknown }
  }
})

interface Case {
  readonly claims: Readonly<Record<string, unknown>>
  readonly disclosureFrame?: Frame
  readonly presentationFrames?: unknown
  readonly presentedClaims: unknown
}
interface Frame {
  readonly _sd?: readonly (string | number)[]
  readonly _sd_decoy?: number
  readonly [name: string]: unknown
}

function pointersOf(frame: Frame | undefined, at = ''): string[] {
  if (frame === undefined) return []
  const { _sd = [], _sd_decoy: _, ...inner } = frame
  return [
    ..._sd.map((name) => at + step(String(name))),
    ...Object.entries(inner).flatMap(([name, below]) => pointersOf(below as Frame, at + step(name))),
  ]
}

const cases = ['core', 'sd-jwt-vc'].flatMap((name) =>
  list(`sd-jwt-js/packages/${name}/test`).map((file) => `sd-jwt-js/packages/${name}/test/${file}`),
)

/** §7.1 step 3.e keeps an emptied object, which these two cases leave out. */
const emptied = (path: string) => (path.endsWith('array_none_disclosed.json') ? { is_over: {} } : {})

describe('the cases of sd-jwt-js', () => {
  test('there are 34', () => {
    expect(cases).toHaveLength(34)
  })

  test.each(cases)('%s', async (path) => {
    const { claims, disclosureFrame, presentationFrames, presentedClaims } = JSON.parse(read(path)) as Case
    const disclose = pointersOf(disclosureFrame)
    const text = signSdJwt(claims, issuer.signer, { typ: 'x' }, { disclose, decoys: 2, randomBytes }) as string
    const there = new Set(allPointers(claims))
    const reveal = namedBy(presentationFrames).filter((pointer) => there.has(pointer))
    const presented = presentSdJwt(text, { reveal }) as string
    const json = sdJwtFromJson(JSON.parse(JSON.stringify(sdJwtToJson(presented))))
    expect(json).toBe(presented)
    const profile = { typ: ['x'], typRequired: true, cty: [], relationship: 'assertionMethod' } as const
    const verdict = await verifySdJwt(json, profile, { resolveKey, now: NOW })
    expect(verdict.verified && verdict.value.claims).toEqual({ ...(presentedClaims as object), ...emptied(path) })
  })
})

describe('the tokens of VC-JOSE-COSE §3.2', () => {
  const { tokens } = JSON.parse(read('vc-jose-cose/examples-from-index.html.json')) as { tokens: readonly string[] }
  const unpack = (token: string | undefined) => {
    const { jwt, disclosures } = parseSdJwt(token ?? '')
    return unpackSdJwt(parseJson(base64urlDecode(jwt.split('.')[1] ?? '')) as JsonObject, disclosures)
  }

  test('the credential with all its disclosures conforms to VCDM 2.0', () => {
    const unpacked = unpack(tokens[6])
    expect(unpacked.verified && validateCredential(unpacked.value.claims)).toEqual([])
    expect(unpacked.verified && unpacked.value.disclosed).toHaveLength(6)
  })

  test('a presentation with some of them shows those; the tilde after its key binding is a slip, and refused', () => {
    expect(unpack(tokens[7])).toMatchObject({ problems: [{ code: 'PARSING_ERROR' }] })
    const unpacked = unpack(tokens[7]?.slice(0, -1))
    expect(unpacked.verified && unpacked.value.disclosed.map(({ pointer }) => pointer).sort()).toEqual([
      '/credentialSchema/type',
      '/credentialSubject/degree/type',
      '/id',
      '/type',
    ])
  })

  test('the presentation conceals in an embedded credential', () => {
    const unpacked = unpack(tokens[3])
    expect(unpacked.verified && unpacked.value.claims).toMatchObject({
      type: 'VerifiablePresentation',
      verifiableCredential: [{ type: ['VerifiableCredential', 'ExampleAlumniCredential'] }],
    })
  })
})
