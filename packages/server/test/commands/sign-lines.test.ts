import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDidKey } from '@energy-ssi/did'
import { generateKeyPair } from '@energy-ssi/keys'
import { afterAll, expect, test } from 'vitest'
import { run } from '../child-service.ts'

const folder = mkdtempSync(join(tmpdir(), 'energy-ssi-lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

const { publicKey, privateJwk } = generateKeyPair('EdDSA')
const key = join(folder, 'key.jwk')
writeFileSync(key, JSON.stringify(privateJwk))

function credential(i: number): string {
  return JSON.stringify({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: `urn:example:${i}`,
    type: ['VerifiableCredential'],
    credentialSubject: { id: `did:example:${i}` },
  })
}

function sign(lines: readonly string[], ...more: string[]) {
  const input = join(folder, 'lines.ndjson')
  const output = join(folder, 'signed.ndjson')
  writeFileSync(input, `${lines.join('\n')}\n`)
  const options = ['--securing', 'eddsa-jcs-2022', '--key', key, '--in', input, '--out', output, ...more]
  return { output, ...run(['credential', 'sign', ...options]) }
}

test('every line of a file is signed by several threads, in order', async () => {
  const { finished, output } = sign(
    Array.from({ length: 450 }, (_, i) => credential(i)),
    '--threads',
    '2',
  )
  expect(await finished).toEqual({ code: 0, out: '', err: '450 signed, 0 refused.\n' })
  const signed = readFileSync(output, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(signed.map(({ id }) => id)).toEqual(Array.from({ length: 450 }, (_, i) => `urn:example:${i}`))
  const { did } = createDidKey(publicKey)
  expect(signed.every(({ issuer, proof }) => issuer === did && proof.cryptosuite === 'eddsa-jcs-2022')).toBe(true)
})

test('a line that is refused is named, and the others are signed', async () => {
  const { finished, output } = sign([credential(1), '', '{"no":"credential"}', '{"half":', credential(2)])
  const { code, err } = await finished
  expect(code).toBe(1)
  expect(err.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^line 3: The credential does not conform to the data model\./),
    expect.stringMatching(/^line 4: /),
    '2 signed, 2 refused.',
  ])
  expect(readFileSync(output, 'utf8').trimEnd().split('\n')).toHaveLength(2)
})

test.each([
  ['a number of threads that is none', ['--threads', '0'], /^energy-ssi: --threads is "0"; allowed: 1 to 64\.\n$/],
  [
    'a key of another algorithm',
    ['--securing', 'vc-jose-es256'],
    /^energy-ssi: vc-jose-es256 needs a key of ES256\.\n$/,
  ],
  [
    'a form that threads do not sign',
    ['--securing', 'bbs-2023'],
    /^energy-ssi: bbs-2023 signs one credential at a time/,
  ],
  [
    'no file',
    ['--in', 'absent.jsonl'],
    /^energy-ssi: absent\.jsonl cannot be read: there is no such file or folder\.\n$/,
  ],
  ['an output that cannot be', ['--out', '/dev/null/x'], /^energy-ssi: \/dev\/null\/x cannot be written: .*\n$/],
  ['the input as output', ['--out', join(folder, 'lines.ndjson')], /^energy-ssi: --out is the file of --in, .*\n$/],
])('%s is explained', async (_, more, message) => {
  const { finished } = sign([credential(1)], ...more)
  expect(await finished).toEqual({ code: 1, out: '', err: expect.stringMatching(message) })
})

test('a line without end is refused before it fills the memory', async () => {
  const { finished } = sign(['x'.repeat(17 * 1024 * 1024)])
  expect(await finished).toEqual({ code: 1, out: '', err: expect.stringMatching(/is larger than 16 MiB\.\n$/) })
})
