import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemRandomBytes } from '@energy-ssi/core'
import { OutboundError } from '@energy-ssi/core/outbound'
import { createDataIntegrity } from '@energy-ssi/data-integrity'
import { createSecurings, SECURINGS, type Securing } from '@energy-ssi/vc-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Command, CommandError } from '../../src/commands/command.ts'
import { credentialDerive } from '../../src/commands/credential-derive.ts'
import { credentialSign } from '../../src/commands/credential-sign.ts'
import { credentialVerify } from '../../src/commands/credential-verify.ts'
import { keysGenerate } from '../../src/commands/keys-generate.ts'
import { presentationSign } from '../../src/commands/presentation-sign.ts'
import { presentationVerify } from '../../src/commands/presentation-verify.ts'
import { report } from '../../src/commands/verify.ts'

const V1 = 'https://www.w3.org/2018/credentials/v1'
const V2 = 'https://www.w3.org/ns/credentials/v2'
const folder = mkdtempSync(join(tmpdir(), 'energy-ssi-commands-'))
const file = (name: string) => join(folder, name)
const write = (name: string, value: unknown) => {
  writeFileSync(file(name), typeof value === 'string' ? value : JSON.stringify(value))
  return file(name)
}
const forms = createSecurings({ dataIntegrity: createDataIntegrity(), randomBytes: systemRandomBytes })
const ALGORITHMS = ['EdDSA', 'ES256', 'ES384', 'ES256K', 'BBS'] as const

beforeAll(async () => {
  for (const algorithm of ALGORITHMS) {
    await run(keysGenerate, ['--algorithm', algorithm, '--out', file(`${algorithm}.jwk`)])
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a command in this process. */
async function run(command: Command, args: readonly string[]) {
  let out = ''
  let err = ''
  const code = await command.run(args, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    onStopSignal: () => undefined,
    onCrash: () => undefined,
    exit: () => undefined,
  })
  return { code, out, err }
}

const isModel1 = (securing: Securing) => /^(?:vc-jwt-1\.1|jwt-proof-2020)/.test(securing)
const hasBaseProof = (securing: Securing) => /^(?:ecdsa-sd|bbs)-/.test(securing)

/** A file with one byte of what was signed changed. */
function tamper(path: string) {
  const change = (text: string) => text.replaceAll('did:example:station', 'did:example:statioN')
  const secured = JSON.parse(readFileSync(path, 'utf8'))
  const [head, token = ''] = String(secured.id).split(',')
  if (secured.type !== 'EnvelopedVerifiableCredential') return writeFileSync(path, change(JSON.stringify(secured)))
  const recoded = (text: string, encoding: 'base64' | 'base64url') =>
    Buffer.from(change(Buffer.from(text, encoding).toString('latin1')), 'latin1').toString(encoding)
  const [header, payload = '', ...rest] = token.split('.')
  const changed = head?.endsWith(';base64')
    ? recoded(token, 'base64')
    : [header, recoded(payload, 'base64url'), ...rest].join('.')
  writeFileSync(path, JSON.stringify({ ...secured, id: `${head},${changed}` }))
}

function credentialFor(securing: Securing) {
  const body = { type: ['VerifiableCredential'], credentialSubject: { id: 'did:example:station' } }
  return isModel1(securing)
    ? { '@context': [V1], ...body, issuanceDate: '2026-01-01T00:00:00Z' }
    : { '@context': [V2], ...body }
}

const keyFor = (securing: Securing) => file(`${forms[securing].algorithm}.jwk`)

async function signed(securing: Securing, credential: object = credentialFor(securing)): Promise<string> {
  const path = file(`${securing}.json`)
  const { code } = await run(credentialSign, [
    ...['--securing', securing, '--key', keyFor(securing), '--in', write('credential.json', credential)],
    ...['--out', path],
  ])
  expect(code).toBe(0)
  return path
}

describe('keys generate', () => {
  test('writes a private key whose kid is its did:key, for this user alone', () => {
    const key = JSON.parse(readFileSync(file('ES256.jwk'), 'utf8'))
    expect(key).toMatchObject({
      kty: 'EC',
      crv: 'P-256',
      d: expect.any(String),
      kid: expect.stringMatching(/^did:key:zDn/),
    })
    expect(statSync(file('ES256.jwk')).mode & 0o077).toBe(0)
  })

  test('replaces a file that others may read by one that they may not', async () => {
    const path = write('public.jwk', {})
    expect(statSync(path).mode & 0o044).not.toBe(0)
    await run(keysGenerate, ['--out', path])
    expect(statSync(path).mode & 0o077).toBe(0)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveProperty('d')
  })
})

describe('credential sign and verify', () => {
  test.each(SECURINGS)(
    '%s: what is signed verifies, by its DID and by its key, and not once it is changed',
    async (securing) => {
      const path = await signed(securing)
      if (hasBaseProof(securing)) {
        expect((await run(credentialVerify, ['--in', path])).code).toBe(1)
        const args = ['--in', path, '--pointer', '/credentialSubject', '--out', path]
        expect((await run(credentialDerive, args)).code).toBe(0)
      }
      const verify = async (...more: string[]) => {
        const { code, out } = await run(credentialVerify, ['--in', path, ...more])
        expect(JSON.parse(out).verified).toBe(code === 0)
        return code
      }
      expect(await verify()).toBe(0)
      expect(await verify('--key', keyFor(securing))).toBe(0)
      expect(await verify('--key', file(forms[securing].algorithm === 'ES256' ? 'EdDSA.jwk' : 'ES256.jwk'))).toBe(1)
      tamper(path)
      expect(await verify()).toBe(1)
    },
  )

  test('a kid that is a DID URL names the issuer', async () => {
    const key = { ...JSON.parse(readFileSync(file('EdDSA.jwk'), 'utf8')), kid: 'did:web:grid.example#key-1' }
    const path = write('web.jwk', key)
    const args = ['--securing', 'eddsa-jcs-2022', '--key', path, '--in', write('c.json', credentialFor('vc-jose'))]
    const { out } = await run(credentialSign, args)
    expect(JSON.parse(out)).toMatchObject({
      issuer: 'did:web:grid.example',
      proof: { verificationMethod: 'did:web:grid.example#key-1' },
    })
    expect((await run(credentialVerify, ['--in', write('web.json', out), '--key', path])).code).toBe(0)
  })

  test('a token that stands in a file as it is can be verified', async () => {
    const { id } = JSON.parse(readFileSync(await signed('vc-jose'), 'utf8'))
    const token = write('token.txt', `${id.slice(id.indexOf(',') + 1)}\n`)
    expect((await run(credentialVerify, ['--in', token])).code).toBe(0)
  })

  test.each([
    ['is no credential', { hello: 'world' }],
    ['has no proof', credentialFor('vc-jose')],
  ])('what %s is refused with exit code 1', async (_, value) => {
    expect((await run(credentialVerify, ['--in', write('other.json', value)])).code).toBe(1)
  })

  test('a status list that cannot be had leaves the verdict open: exit code 2', async () => {
    const url = 'https://nowhere.invalid/status-lists/1'
    const credentialStatus = {
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '5',
      statusListCredential: url,
    }
    const path = await signed('vc-jose', { ...credentialFor('vc-jose'), credentialStatus })
    const { code, out } = await run(credentialVerify, ['--in', path])
    expect([code, JSON.parse(out).verified]).toEqual([2, false])
  })

  test('so does whatever else cannot be asked', async () => {
    const err: string[] = []
    const terminal = { out: () => undefined, err: (text: string) => void err.push(text) }
    const unreachable = Promise.reject(new OutboundError('outbound_timeout', 'It took too long.'))
    expect(await report(unreachable, terminal)).toBe(2)
    expect(err).toEqual(['energy-ssi: it could not be decided: It took too long.\n'])
  })

  test.each<[string, Command, string[], RegExp]>([
    ['an unknown form', credentialSign, ['--securing', 'x'], /allowed: eddsa-rdfc-2022, /],
    [
      'a key of another algorithm',
      credentialSign,
      ['--securing', 'vc-jose-es256'],
      /needs a key of ES256; .* is of EdDSA/,
    ],
    [
      'a key that is none',
      credentialSign,
      ['--securing', 'vc-jose', '--key', file('none.jwk')],
      /none\.jwk is not a private key/,
    ],
    ['no file', credentialVerify, ['--in', file('absent.json')], /absent\.json cannot be read: there is no such file/],
    ['a device without end', credentialVerify, ['--in', '/dev/zero'], /dev\/zero is larger than 16 MiB/],
    ['half an object', credentialVerify, ['--in', file('half.json')], /half\.json is not JSON: /],
    ['a context without a file', credentialVerify, ['--in', file('none.jwk'), '--context', 'https://x'], /URL=FILE/],
    ['an unknown option', credentialVerify, ['--colour', 'red'], /--colour/],
    ['no option', credentialVerify, [], /--in is missing/],
  ])('%s is explained', async (_, command, args, message) => {
    write('none.jwk', {})
    write('half.json', '{"a":')
    const defaults = ['--key', file('EdDSA.jwk'), '--in', write('c.json', credentialFor('vc-jose'))]
    const failure = run(command, command === credentialSign ? [...defaults, ...args] : args)
    await expect(failure).rejects.toThrow(CommandError)
    await expect(failure).rejects.toThrow(message)
  })

  test('a credential that is malformed or of another issuer is refused with reasons', async () => {
    const attempt = (credential: object) => signed('vc-jose', credential)
    await expect(attempt({ ...credentialFor('vc-jose'), validFrom: 'soon' })).rejects.toThrow(/\(\/validFrom\)/)
    await expect(attempt({ ...credentialFor('vc-jose'), issuer: 'did:example:other' })).rejects.toThrow(/issuer/)
  })
})

describe('credential derive', () => {
  const derive = (...args: string[]) => run(credentialDerive, args)

  test('discloses of an SD-JWT what is pointed to, several at once', async () => {
    const claims = { vct: 'urn:example:station', name: 'Station 1', power: 11, place: 'Here' }
    const path = await signed('sd-jwt-vc', claims)
    const { code, out } = await derive('--in', path, '--pointer', '/name', '--pointer', '/power')
    expect(code).toBe(0)
    expect(JSON.parse(out).id.split('~')).toHaveLength(4)
    expect((await run(credentialVerify, ['--in', write('derived.json', out)])).code).toBe(0)
  })

  test('a token that stands in a file as it is can be derived from', async () => {
    const { id } = JSON.parse(readFileSync(await signed('vc-sd-jwt'), 'utf8'))
    expect((await derive('--in', write('token.txt', id.slice(id.indexOf(',') + 1)))).code).toBe(0)
  })

  test('explains what cannot be derived', async () => {
    await expect(derive('--in', await signed('vc-jose'))).rejects.toThrow(/no form from which a part can be disclosed/)
    const pointless = derive('--in', await signed('bbs-2023'), '--pointer', '/nothing')
    await expect(pointless).rejects.toThrow(/JSON pointer leads to nothing/)
    await expect(derive()).rejects.toThrow(/--in is missing/)
  })

  test('presentations of forms without any are explained', async () => {
    for (const securing of ['sd-jwt-vc', 'bbs-2023'] as const) {
      const args = ['--securing', securing, '--key', keyFor(securing), '--in', write('p.json', {})]
      await expect(run(presentationSign, args)).rejects.toThrow(/There are no presentations secured as/)
    }
  })
})

describe('presentation sign and verify', () => {
  const presenting = SECURINGS.filter((name) => forms[name].securePresentation !== undefined)

  test.each(presenting)('%s: a presentation answers its challenge and no other', async (securing) => {
    const model = isModel1(securing) ? V1 : V2
    const credential = JSON.parse(readFileSync(await signed(securing), 'utf8'))
    const verifiableCredential = [securing.startsWith('vc-jwt-1.1') ? credential.id.split(',')[1] : credential]
    const presentation = { '@context': [model], type: ['VerifiablePresentation'], verifiableCredential }
    const path = file('presented.json')
    const { code } = await run(presentationSign, [
      ...['--securing', securing, '--key', keyFor(securing), '--in', write('presentation.json', presentation)],
      ...['--challenge', 'c-1', '--domain', 'grid.example', '--out', path],
    ])
    expect(code).toBe(0)
    const verify = async (...args: string[]) => (await run(presentationVerify, ['--in', path, ...args])).code
    expect(await verify('--challenge', 'c-1', '--domain', 'grid.example')).toBe(0)
    expect(await verify('--challenge', 'c-2', '--domain', 'grid.example')).toBe(1)
    expect(await verify('--challenge', 'c-1', '--domain', 'other.example')).toBe(1)
  })
})
