/** RFC 9901 §7.2 and §4.3: the holder's side. */
import { base64urlDecode, type JsonObject, parseJson, type Signer } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSdJwt, presentSdJwt, readSdJwt, unpackSdJwt, verifySdJwtVc } from '../../src/sd-jwt/index.ts'
import { NOW_SECONDS } from '../fixtures.ts'
import {
  AUDIENCE,
  allPointers,
  ancestors,
  binding,
  claims,
  disclose,
  holder,
  issue,
  issueVc,
  makeSdJwt,
  NONCE,
  options,
  project,
  sha256,
} from './fixtures.ts'

const text = issueVc()
const cnf = { jwk: holder.keyPair.publicKey.jwk }
const decode = (part: string | undefined) => parseJson(base64urlDecode(part ?? ''))

describe('what the holder sees', () => {
  test('all claims, and which of them can be hidden', () => {
    const held = readSdJwt(text)
    expect(held.claims).toEqual({ ...claims, cnf })
    expect([...held.disclosable].sort()).toEqual([...disclose].sort())
  })
})

describe('§7.2 choosing', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['nothing', [], []],
    ['a claim', ['/name'], ['/name']],
    ['an element', ['/roles/1'], ['/roles/1']],
    ['a claim, without what can be hidden in it', ['/address'], ['/address']],
    ['a claim together with what it lies in', ['/address/geo/lat'], ['/address', '/address/geo/lat']],
    ['a claim in the open of one that is hidden', ['/address/street'], ['/address']],
    ['a claim in the open', ['/vct', '/iss'], []],
  ])('%s', (_what, reveal, shown) => {
    const presented = presentSdJwt(text, { reveal }) as string
    expect([...readSdJwt(presented).disclosable].sort()).toHaveLength(shown.length)
    expect(readSdJwt(presented).claims).toEqual({
      ...(project(claims, new Set(disclose), new Set(shown)) as object),
      cnf,
    })
  })

  test('everything', () => {
    expect(presentSdJwt(text, { reveal: 'all' })).toBe(text)
  })

  test('a subset of what somebody showed can be shown on', () => {
    const shown = presentSdJwt(text, { reveal: ['/name', '/tariff'] }) as string
    expect(readSdJwt(presentSdJwt(shown, { reveal: ['/tariff'] }) as string).disclosable).toEqual(['/tariff'])
    expect(() => presentSdJwt(shown, { reveal: ['/address'] })).toThrow(
      expect.objectContaining({ code: 'claim_not_found' }),
    )
  })

  test.each(['/nothing', '/roles/3', '/roles/-1', '/name/0', '/toString'])('%s is not there', (pointer) => {
    expect(() => presentSdJwt(text, { reveal: [pointer] })).toThrow(
      expect.objectContaining({ code: 'claim_not_found' }),
    )
  })

  test.each(['', 'name', '/a~'])('%j is no pointer', (pointer) => {
    expect(() => presentSdJwt(text, { reveal: [pointer] })).toThrow(TypeError)
  })

  test('disclosures that do not fit are not passed on', () => {
    const code = 'malformed_sd_jwt'
    expect(() => presentSdJwt(makeSdJwt({}, ['WyJzIiwiYSIsMV0']), { reveal: 'all' })).toThrow(
      expect.objectContaining({ code }),
    )
    expect(() => presentSdJwt('a.b.c~', { reveal: 'all' })).toThrow(expect.objectContaining({ code }))
  })

  test('§7.2 a holder MUST reject what has a key binding already', () => {
    const presented = presentSdJwt(text, { reveal: [], keyBinding: binding }) as string
    expect(() => presentSdJwt(presented, { reveal: [] })).toThrow(expect.objectContaining({ code: 'malformed_sd_jwt' }))
  })
})

describe('§4.3 the key binding', () => {
  const presented = presentSdJwt(text, { reveal: ['/name'], keyBinding: binding }) as string
  const [header, payload] = (parseSdJwt(presented).keyBindingJwt ?? '').split('.')

  test('header: alg and typ, and nothing that tells more about the holder', () => {
    expect(decode(header)).toEqual({ alg: 'ES256', typ: 'kb+jwt' })
  })

  test('payload: iat, aud, nonce, and sd_hash over everything up to the last tilde', () => {
    const sdHash = sha256(presented.slice(0, presented.lastIndexOf('~') + 1))
    expect(decode(payload)).toEqual({ iat: NOW_SECONDS, aud: AUDIENCE, nonce: NONCE, sd_hash: sdHash })
  })

  test('sd_hash takes the hash algorithm of the SD-JWT', () => {
    const other = presentSdJwt(makeSdJwt({ _sd_alg: 'sha-512' }), { reveal: [], keyBinding: binding }) as string
    const { sd_hash: sdHash } = decode(parseSdJwt(other).keyBindingJwt?.split('.')[1]) as JsonObject
    expect(sdHash).toHaveLength(86)
  })

  test('further claims go with it, but none of its own is replaced', () => {
    const with1 = (more: object) => presentSdJwt(text, { reveal: [], keyBinding: { ...binding, claims: { ...more } } })
    expect(decode((with1({ transaction_data_hashes: ['x'] }) as string).split('.').at(-2))).toMatchObject({
      transaction_data_hashes: ['x'],
    })
    for (const name of ['iat', 'aud', 'nonce', 'sd_hash']) {
      expect(() => with1({ [name]: 'x' })).toThrow(expect.objectContaining({ code: 'conflicting_claim' }))
    }
  })

  test('a signer that answers later gives a promise', async () => {
    const signer: Signer = { ...holder.signer, sign: async (message) => holder.signer.sign(message) }
    const promised = presentSdJwt(text, { reveal: [], keyBinding: { ...binding, signer } })
    expect(promised).toBeInstanceOf(Promise)
    expect((await verifySdJwtVc(await promised, options)).verified).toBe(true)
  })
})

/** Claims with members and elements at several levels, none of a reserved name. */
const name = fc.stringMatching(/^[a-z~/é ]{1,6}$/)
const tree = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.constantFrom<unknown>(null, true, 0, -1.5, 'x', 'Größe', ''),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
})).value
const documents = fc.dictionary(name, tree, { minKeys: 1, maxKeys: 6 })

describe('any claims, any of them hideable, any of those shown', () => {
  test('T7 the verified claims are the claims without what was hidden', () => {
    fc.assert(
      fc.property(documents, fc.infiniteStream(fc.boolean()), (generated, coins) => {
        const document = { ...generated, jti: 'x' }
        const toss = <T>(items: readonly T[]) => items.filter(() => coins.next().value === true)
        const hideable = toss(allPointers(document).filter((pointer) => pointer !== '/jti'))
        const whole = issue(document, hideable)
        const reveal = toss(allPointers(document))
        const shown = ancestors(reveal)
        const presented = presentSdJwt(whole, { reveal }) as string
        const { jwt, disclosures } = parseSdJwt(presented)
        const verdict = unpackSdJwt(decode(jwt.split('.')[1]) as JsonObject, disclosures)
        expect(verdict.verified && verdict.value.claims).toEqual(project(document, new Set(hideable), shown))
        expect(disclosures).toHaveLength(hideable.filter((pointer) => shown.has(pointer)).length)
        for (const hidden of parseSdJwt(whole).disclosures.filter((one) => !disclosures.includes(one))) {
          expect(presented).not.toContain(hidden)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('T7 no byte of a presentation can be changed', async () => {
    const presented = presentSdJwt(text, { reveal: ['/name', '/roles/0'], keyBinding: binding }) as string
    expect((await verifySdJwtVc(presented, options)).verified).toBe(true)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~'
    await fc.assert(
      fc.asyncProperty(fc.nat(presented.length - 1), fc.constantFrom(...alphabet), async (at, char) => {
        fc.pre(presented[at] !== char)
        const altered = presented.slice(0, at) + char + presented.slice(at + 1)
        expect((await verifySdJwtVc(altered, options)).verified).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
