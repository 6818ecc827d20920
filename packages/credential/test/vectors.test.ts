/** The examples of VCDM 2.0 and VC-JOSE-COSE (see spec/vectors/vc/SOURCES.md). */
import { readdirSync, readFileSync } from 'node:fs'
import { base64urlDecode, utf8Decode } from '@energy-ssi/core'
import { describe, expect, test } from 'vitest'
import { decodeSign1, verifyVpCose } from '../src/cose/index.ts'
import {
  openEnvelope,
  recogniseSecuring,
  signVcJose,
  validateCredential,
  validatePresentation,
  verifyVcJose,
} from '../src/index.ts'
import { codesOf, createParty, NOW, resolverFor } from './fixtures.ts'

const VECTORS = new URL('../../../spec/vectors/vc/', import.meta.url)
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, VECTORS), 'utf8'))
const examplesIn = (folder: string) =>
  readdirSync(new URL(folder, VECTORS)).filter((name) => name.startsWith('example-'))

interface JoseExamples {
  readonly examples: readonly { readonly body: string }[]
  readonly tokens: readonly string[]
}
const jose = read('vc-jose-cose/examples-from-index.html.json') as JoseExamples
const example = (index: number): unknown => JSON.parse(jose.examples[index]?.body ?? '')

describe('the examples of the VCDM 2.0 JSON Schemas', () => {
  const credentials = 'vc-data-model/schema/verifiable-credential/'
  test.each(examplesIn(credentials))('credential %s conforms', (name) => {
    expect(validateCredential(read(credentials + name))).toEqual([])
  })
  const presentations = 'vc-data-model/schema/verifiable-presentation/'
  test.each(examplesIn(presentations))('presentation %s conforms', (name) => {
    expect(validatePresentation(read(presentations + name))).toEqual([])
  })
})

describe('the examples of VC-JOSE-COSE', () => {
  test.each([0, 3, 6, 18, 19])('credential %i conforms', (index) => {
    expect(validateCredential(example(index))).toEqual([])
  })
  test('presentation 1 conforms', () => {
    expect(validatePresentation(example(1))).toEqual([])
  })
  test.each([
    [4, 'a space before the first disclosure'],
    [7, 'a space before the first disclosure'],
    [20, 'an ellipsis in the base64'],
  ])('presentation %i is refused for %s, a slip of the specification', (index) => {
    expect(validatePresentation(example(index))).toMatchObject([{ pointer: '/verifiableCredential/0/id' }])
  })
  test('the enveloped presentation opens, and the credentials in it as well', () => {
    const opened = openEnvelope(example(2))
    expect(opened?.mediaType).toBe('application/vp+jwt')
    expect(opened?.token).toBe(jose.tokens[1])
    const [first] = (example(1) as { verifiableCredential: unknown[] }).verifiableCredential
    expect(openEnvelope(first)).toEqual({ mediaType: 'application/vc+jwt', token: jose.tokens[0] })
  })
  test('tokens without "typ" are recognised by what they hold', () => {
    expect(recogniseSecuring(jose.tokens[0])).toMatchObject({ form: 'token', tokenClass: 'vc+jwt' })
    expect(recogniseSecuring(jose.tokens[1])).toMatchObject({ form: 'token', tokenClass: 'vp+jwt' })
  })
  test('the literal token holds a conforming credential', () => {
    const payload: unknown = JSON.parse(utf8Decode(base64urlDecode(jose.tokens[0]?.split('.')[1] ?? '')))
    expect(validateCredential(payload)).toEqual([])
  })
  test('§A.6 the COSE presentation is recognised, but names no key', async () => {
    const url = jose.examples.map(({ body }) => body.trim()).find((body) => body.startsWith('data:application/vp+cose'))
    const base64 = url?.split(',')[1] ?? ''
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
    const parts = decodeSign1(bytes, bytes.length)
    expect(parts?.header).toEqual(new Map([[1, -35]]))
    const payload: unknown = JSON.parse(utf8Decode(parts?.payload ?? new Uint8Array()))
    expect(validatePresentation(payload)).toMatchObject([{ pointer: '/verifiableCredential/0/id' }])
    expect(recogniseSecuring(bytes)).toMatchObject({ form: 'cose', tokenClass: 'vp+cose' })
    const options = { resolveKey: resolverFor([]), now: NOW, requireTyp: false }
    expect(codesOf(await verifyVpCose(bytes, options))).toEqual(['INVALID_VERIFICATION_METHOD_URL'])
  })
  test.each([0, 18, 19])('credential %i survives signing unchanged', async (index) => {
    const credential = example(index) as Parameters<typeof signVcJose>[0]
    const did = typeof credential.issuer === 'string' ? credential.issuer : credential.issuer.id
    const party = createParty(did)
    const verdict = await verifyVcJose(await signVcJose(credential, party.signer), {
      resolveKey: resolverFor([party]),
      now: NOW,
    })
    expect(verdict.verified && verdict.value.credential).toEqual(credential)
  })
})
