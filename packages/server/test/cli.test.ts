import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { VERSION } from '../src/version.ts'
import { freePort, run, runService } from './child-service.ts'

describe('energy-ssi', () => {
  test('--help lists the commands, --version says the version', async () => {
    expect(await run(['--help']).finished).toEqual({ code: 0, out: expect.stringMatching(/^ {2}serve /m), err: '' })
    expect(await run(['--version']).finished).toEqual({ code: 0, out: `${VERSION}\n`, err: '' })
    expect(await run(['serve', '--help']).finished).toEqual({
      code: 0,
      out: expect.stringMatching(/DATA_DIR/),
      err: '',
    })
  })

  test.each([[['dance']], [[]], [['serve', '--port=1']]])('%j exits 1 with help on standard error', async (args) => {
    expect(await run(args).finished).toEqual({ code: 1, out: '', err: expect.stringMatching(/Usage: energy-ssi/) })
  })
})

describe('energy-ssi serve', () => {
  test('says where to look, plainly and in a few lines', async () => {
    const service = await runService()
    service.child.kill('SIGTERM')
    const { out, err } = await service.finished
    expect(out.split('\n').slice(0, 5)).toEqual([
      `energy-ssi ${VERSION} is ready.`,
      `  Start here   http://127.0.0.1:${service.port}/`,
      `  API          http://127.0.0.1:${service.port}/docs`,
      expect.stringMatching(/^ {2}Data {9}\/.*\/data$/),
      '  Ctrl-C stops it.',
    ])
    expect(err).toBe('')
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['a wrong port', { PORT: 'x' }, /^energy-ssi: PORT is "x"; allowed: /],
    ['a public host', { HOST: '0.0.0.0' }, /^energy-ssi: HOST is "0.0.0.0"; allowed: /],
    ['production', { NODE_ENV: 'production' }, /^energy-ssi: NODE_ENV is "production"; allowed: /],
    ['an absent file', { CONFIG_FILE: 'absent.json' }, /^energy-ssi: CONFIG_FILE is "absent.json"; allowed: /],
    [
      'a data folder that cannot be',
      { DATA_DIR: '/dev/null/data' },
      /^energy-ssi: DATA_DIR is "\/dev\/null\/data"; allowed: /,
    ],
    [
      'a database that does not answer',
      { DATABASE_URL: 'postgres://user:hunter2@127.0.0.1:1/none' },
      /^energy-ssi: DATABASE_URL is "\(hidden\)"; allowed: /,
    ],
  ])('%s stops the start with one line and exit code 1', async (_name, environment, line) => {
    const { code, out, err } = await run(['serve'], { PORT: String(await freePort()), ...environment }).finished
    expect(err).toMatch(line)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect(err).not.toContain('hunter2')
    expect([code, out]).toEqual([1, ''])
  })

  test('a port that is taken stops the start with one line', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const { code, err } = await run(['serve'], { PORT: String(port) }).finished
    expect([code, err]).toEqual([
      1,
      `energy-ssi: PORT is "${port}"; allowed: a port that no other program listens on\n`,
    ])
    other.close()
  })

  test('a damaged key file stops the start with one line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'energy-ssi-data-'))
    writeFileSync(join(folder, 'key-encryption.key'), 'short')
    const { code, err } = await run(['serve'], { DATA_DIR: folder, PORT: String(await freePort()) }).finished
    expect(code).toBe(1)
    expect(err.trimEnd().split('\n')).toEqual([expect.stringMatching(/^energy-ssi: .*DATA_DIR is damaged/)])
    rmSync(folder, { recursive: true })
  })
})
