/** `npm test` ends with `N passed, N failed` and exits non-zero whatever way a run goes wrong. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { repositoryRoot } from './workspace/read-workspace.ts'

const IMPORTS = "import { afterAll, beforeAll, describe, test } from 'vitest'\n"

const files: Readonly<Record<string, string>> = {
  'passes.test.ts': "test('a', () => {})",
  'breaks.test.ts': "test('a', () => {})\ntest('b', () => { throw new Error('b') })",
  'does-not-import.test.ts': "import './nowhere.ts'\ntest('a', () => {})",
  'has-no-test.test.ts': '',
  'skips.test.ts': "test('a', () => {})\ntest.skip('b', () => {})",
  'before-all-fails.test.ts':
    "describe('a', () => { beforeAll(() => { throw new Error('a') })\n test('b', () => {}) })",
  'after-all-fails.test.ts': "afterAll(() => { throw new Error('a') })\ntest('b', () => {})",
  'rejects-outside.test.ts': "test('a', () => { void Promise.reject(new Error('a')) })",
  'exits.test.ts': "test('a', () => { process.exit(0) })",
}

describe('the closing line', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'closing-line-'))
    symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'))
    const reporter = JSON.stringify(join(repositoryRoot, 'test/closing-line.ts'))
    writeFileSync(join(folder, 'vitest.config.mjs'), `export default { test: { reporters: ['dot', ${reporter}] } }`)
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), IMPORTS + text)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  /** Runs vitest on the named file, or on all files for `''`. */
  function run(...args: readonly string[]): Promise<{ code: number | null; lastLine: string | undefined }> {
    const vitest = join(repositoryRoot, 'node_modules/vitest/vitest.mjs')
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [vitest, 'run', ...args], { cwd: folder }, (_, stdout) => {
        resolve({ code: child.exitCode, lastLine: stdout.trimEnd().split('\n').at(-1) })
      })
    })
  }

  test.concurrent.each([
    ['passes.test.ts', 0, '1 passed, 0 failed'],
    ['breaks.test.ts', 1, '1 passed, 1 failed'],
    ['does-not-import.test.ts', 1, '0 passed, 1 failed'],
    ['has-no-test.test.ts', 1, '0 passed, 1 failed'],
    ['skips.test.ts', 1, '1 passed, 1 failed'],
    ['before-all-fails.test.ts', 1, '0 passed, 2 failed'],
    ['after-all-fails.test.ts', 1, '1 passed, 1 failed'],
    ['rejects-outside.test.ts', 1, '1 passed, 1 failed'],
    ['exits.test.ts', 1, '0 passed, 1 failed'],
    ['there-is-none.test.ts', 1, '0 passed, 1 failed'],
  ])('%s', async (file, code, lastLine) => {
    expect(await run(file)).toEqual({ code, lastLine })
  })

  test.concurrent('a run narrowed with -t does not count what it left out', async () => {
    expect(await run('breaks.test.ts', '-t', '^a$')).toEqual({ code: 0, lastLine: '1 passed, 0 failed' })
  })
})
