import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, type Environment, readConfig } from '@energy-ssi/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'energy-ssi-config-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes a configuration file and returns the environment that names it. */
function withFile(content: unknown, environment: Environment = {}): Environment {
  const path = join(folder, 'file.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return { CONFIG_FILE: path, ...environment }
}

/** The one line a wrong setting is refused with. */
function refusal(environment: Environment): string {
  try {
    readConfig(environment, folder)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('The configuration was accepted.')
}

describe('the environment', () => {
  test('without any setting the service runs in local mode with the built-in instances', () => {
    const config = readConfig({}, folder)
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      baseUrl: 'http://127.0.0.1:3000',
      dataDir: join(folder, 'data'),
      databaseUrl: undefined,
      logLevel: 'info',
      auth: 'none',
      local: true,
      bodyBytes: 1_048_576,
    })
    const names = [
      'eddsa-rdfc-2022',
      'eddsa-jcs-2022',
      'vc-jose',
      'vc-jose-es256',
      'vc-jwt-1.1',
      'vc-cose',
      'vc-sd-jwt',
      'sd-jwt-vc',
      'ecdsa-rdfc-2019-p256',
      'ecdsa-rdfc-2019-p384',
      'ecdsa-jcs-2019-p256',
      'ecdsa-jcs-2019-p384',
      'ed25519-signature-2020',
      'ecdsa-sd-2023-p256',
      'bbs-2023',
    ]
    expect(config.issuers.map(({ id }) => id)).toEqual(names)
    expect(config.issuers.map(({ securing }) => securing)).toEqual(names)
    for (const issuer of config.issuers) {
      expect(issuer).toMatchObject({ statusPurposes: ['revocation'], retention: 'encrypted', maxBytes: 10_485_760 })
    }
    expect(config.verifiers).toEqual([
      { id: 'default', failureStatus: 200, maxBytes: 10_485_760, policy: strict },
      { id: 'strict', failureStatus: 400, maxBytes: 10_485_760, policy: strict },
      { id: 'advisory', failureStatus: 200, maxBytes: 10_485_760, policy: { ...strict, treatWarningsAsErrors: false } },
    ])
    expect(config.holders.map(({ id }) => id)).toEqual(['default'])
  })

  test('every setting is taken from its variable', () => {
    expect(
      readConfig(
        {
          HOST: '::1',
          PORT: '0',
          BASE_URL: 'https://ssi.example/',
          DATA_DIR: '/srv/ssi',
          DATABASE_URL: 'postgres://user:secret@db/ssi',
          LOG_LEVEL: 'warn',
        },
        folder,
      ),
    ).toMatchObject({
      host: '::1',
      port: 0,
      baseUrl: 'https://ssi.example',
      dataDir: '/srv/ssi',
      databaseUrl: 'postgres://user:secret@db/ssi',
      logLevel: 'warn',
    })
  })

  test('the base URL of an IPv6 host has brackets', () => {
    expect(readConfig({ HOST: '::1' }, folder).baseUrl).toBe('http://[::1]:3000')
  })

  test.each<[string, Environment, RegExp]>([
    ['PORT', { PORT: 'http' }, /^PORT is "http"; allowed: a whole number from 1 to 65535/],
    ['PORT', { PORT: '65536' }, /^PORT is "65536"; allowed: /],
    ['PORT', { PORT: '-1' }, /^PORT is "-1"; allowed: /],
    ['PORT', { PORT: '3000.5' }, /^PORT is "3000.5"; allowed: /],
    ['PORT 0 without BASE_URL', { PORT: '0' }, /^PORT is "0"; allowed: .*BASE_URL/],
    ['PORT', { PORT: '' }, /^PORT is ""; allowed: a value, or leave the variable out/],
    ['HOST', { HOST: 'not a host' }, /^HOST is "not a host"; allowed: an IP address or a host name/],
    [
      'BASE_URL with a path',
      { BASE_URL: 'https://a.example/ssi' },
      /^BASE_URL is "https:\/\/a.example\/ssi"; allowed: /,
    ],
    ['BASE_URL of another scheme', { BASE_URL: 'ftp://a.example' }, /^BASE_URL is "ftp:\/\/a.example"; allowed: /],
    ['BASE_URL', { BASE_URL: 'nonsense' }, /^BASE_URL is "nonsense"; allowed: /],
    [
      'LOG_LEVEL',
      { LOG_LEVEL: 'loud' },
      /^LOG_LEVEL is "loud"; allowed: silent, fatal, error, warn, info, debug, trace$/,
    ],
    ['DATABASE_URL', { DATABASE_URL: '' }, /^DATABASE_URL is ""; allowed: /],
    ['CONFIG_FILE', { CONFIG_FILE: 'absent.json' }, /^CONFIG_FILE is "absent.json"; allowed: the path of a readable/],
  ])('a wrong %s is refused in one line that names key, value and what is allowed', (_name, environment, line) => {
    expect(refusal(environment)).toMatch(line)
    expect(refusal(environment)).not.toContain('\n')
  })

  test('passwords in URLs are never shown', () => {
    expect(refusal({ DATABASE_URL: 'mysql://user:hunter2@db/ssi' })).not.toContain('hunter2')
    expect(refusal({ BASE_URL: 'https://user:hunter2@a.example' })).not.toContain('hunter2')
  })
})

describe('local mode', () => {
  test.each(['127.0.0.1', '127.8.9.10', '::1', 'localhost'])('%s is a loopback host', (HOST) => {
    expect(readConfig({ HOST }, folder).host).toBe(HOST)
  })

  test.each(['0.0.0.0', '::', '192.0.2.1', 'ssi.example', '::ffff:127.0.0.1'])(
    'on %s the service does not start',
    (HOST) => {
      expect(refusal({ HOST })).toMatch(/^HOST is .*; allowed: without authorization/)
    },
  )

  test('in production the service does not start', () => {
    expect(refusal({ NODE_ENV: 'production' })).toMatch(/^NODE_ENV is "production"; allowed: /)
    expect(refusal(withFile({ auth: 'none' }, { NODE_ENV: 'production' }))).toMatch(/^NODE_ENV is "production"/)
  })

  test('a configuration file is accepted only if it says "auth": "none"', () => {
    expect(refusal(withFile({}))).toMatch(/lacks "auth"; allowed: "auth": "none"/)
    expect(readConfig(withFile({ auth: 'none' }), folder)).toMatchObject({ auth: 'none', local: false })
    expect(refusal(withFile({ auth: 'none' }, { HOST: '0.0.0.0' }))).toMatch(/^HOST is "0.0.0.0"/)
  })
})

describe('the configuration file', () => {
  test('with a file, issued credentials are not retained unless it says so', () => {
    expect(new Set(readConfig(withFile({ auth: 'none' }), folder).issuers.map(({ retention }) => retention))).toEqual(
      new Set(['none']),
    )
  })

  test('schemas are read from the folder of the file', () => {
    const url = 'https://grid.example/schema.json'
    writeFileSync(join(folder, 'schema.json'), '{"type":"object"}')
    const declared = (path: string) => readConfig(withFile({ auth: 'none', schemas: { [url]: path } }), folder)
    expect(declared('schema.json').schemas).toEqual({ [url]: '{"type":"object"}' })
    expect(() => declared('absent.json')).toThrow(
      /\/schemas\/https:.* is "absent\.json"; allowed: the path of a readable/,
    )
  })

  test('a holder has a form of securing that has presentations', () => {
    const declare = (securing: string) =>
      readConfig(withFile({ auth: 'none', holders: [{ id: 'a', securing }] }), folder).holders
    expect(declare('vc-sd-jwt')).toHaveLength(1)
    expect(() => declare('sd-jwt-vc')).toThrow(/allowed: .*vc-cose/)
  })

  test('instances of any securing and policy can be declared', () => {
    const config = readConfig(
      withFile({
        auth: 'none',
        retention: 'encrypted',
        limits: { instanceBytes: 2048, bodyBytes: 4096 },
        issuers: [
          { id: 'grid', securing: 'vc-jose', statusPurposes: ['revocation', 'suspension'], retention: 'none' },
          { id: 'meter', securing: 'eddsa-jcs-2022', maxBytes: 1024 },
        ],
        verifiers: [
          { id: 'partner', failureStatus: 422, acceptedIssuers: ['did:example:a'], statusUnreachable: 'warn' },
        ],
        holders: [{ id: 'fleet', securing: 'vc-jose' }],
      }),
      folder,
    )
    expect(config.bodyBytes).toBe(4096)
    expect(config.issuers).toEqual([
      {
        id: 'grid',
        securing: 'vc-jose',
        statusPurposes: ['revocation', 'suspension'],
        retention: 'none',
        maxBytes: 2048,
      },
      {
        id: 'meter',
        securing: 'eddsa-jcs-2022',
        statusPurposes: ['revocation'],
        retention: 'encrypted',
        maxBytes: 1024,
      },
    ])
    expect(config.verifiers).toEqual([
      {
        id: 'partner',
        failureStatus: 422,
        maxBytes: 2048,
        policy: { ...strict, acceptedIssuers: ['did:example:a'], statusUnreachable: 'warn' },
      },
    ])
    expect(config.holders).toEqual([{ id: 'fleet', securing: 'vc-jose' }])
  })

  test.each<[string, unknown, RegExp]>([
    ['no JSON', '{"auth":', /cannot be read: /],
    ['a repeated key', '{"auth":"none","auth":"none"}', /the same key twice/],
    ['another type', [], /file\.json \/ is \[\]; allowed: an object with the members .*auth/],
    ['an unknown member', { auth: 'none', issuer: [] }, /has the unknown member "issuer"; allowed: .*issuers/],
    [
      'a missing member',
      { auth: 'none', holders: [{ id: 'a' }] },
      /\/holders\/0 lacks "securing"; allowed: id, securing/,
    ],
    [
      'a holder of a form without presentations',
      { auth: 'none', holders: [{ id: 'a', securing: 'sd-jwt-vc' }] },
      /\/holders\/0\/securing is "sd-jwt-vc"; allowed: eddsa-rdfc-2022, /,
    ],
    [
      'a second status of SD-JWT VCs',
      {
        auth: 'none',
        issuers: [{ id: 'a', securing: 'sd-jwt-vc-eddsa', statusPurposes: ['revocation', 'suspension'] }],
      },
      /\/issuers "a" statusPurposes is "revocation, suspension"; allowed: one, for sd-jwt-vc-eddsa/,
    ],
    [
      'an unknown securing',
      { auth: 'none', issuers: [{ id: 'a', securing: 'rot13' }] },
      /\/issuers\/0\/securing is "rot13"; allowed: eddsa-rdfc-2022, eddsa-jcs-2022, vc-jose/,
    ],
    [
      'a bad id',
      { auth: 'none', holders: [{ id: 'A/B', securing: 'vc-jose' }] },
      /\/holders\/0\/id is "A\/B"; allowed: Name in/,
    ],
    [
      'another status',
      { auth: 'none', verifiers: [{ id: 'a', failureStatus: 500 }] },
      /failureStatus is 500; allowed: 200, 400, 422/,
    ],
    [
      'a text for a flag',
      { auth: 'none', verifiers: [{ id: 'a', requireNonce: 'no' }] },
      /requireNonce is "no"; allowed: true or false/,
    ],
    [
      'too many bytes',
      { auth: 'none', limits: { bodyBytes: 1e9 } },
      /bodyBytes is 1000000000; allowed: a whole number from 1024 to/,
    ],
    [
      'a repeated id',
      {
        auth: 'none',
        holders: [
          { id: 'a', securing: 'vc-jose' },
          { id: 'a', securing: 'vc-jose' },
        ],
      },
      /\/holders id is "a"; allowed: every id once/,
    ],
  ])('%s is refused in one line', (_name, content, line) => {
    expect(refusal(withFile(content))).toMatch(line)
    expect(refusal(withFile(content))).not.toContain('\n')
  })

  test('what stands under auth is never shown', () => {
    expect(refusal(withFile({ auth: { clientSecret: 'hunter2' } }))).toMatch(/\/auth is not known; allowed: none/)
    expect(refusal(withFile({ auth: 'hunter2' }))).not.toContain('hunter2')
  })
})

const strict = {
  treatWarningsAsErrors: true,
  requireControllerBinding: true,
  requireProofCreated: false,
  requireNonce: true,
  statusUnreachable: 'refuse',
  schemaUnknown: 'warn',
} as const
