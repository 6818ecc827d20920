/** The two linters of `npm run lint` find what they are there for: every rule sees one planted violation. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ESLint } from 'eslint'
import { beforeAll, describe, expect, test } from 'vitest'
import { repositoryRoot } from './workspace/read-workspace.ts'

const SOURCE = 'packages/core/src/errors.ts'
const DEFAULTS = 'packages/core/src/defaults.ts'
const TEST = 'test/lint.test.ts'

const eslint = new ESLint({
  cwd: repositoryRoot,
  overrideConfigFile: join(repositoryRoot, 'tools/eslint.config.js'),
})

async function eslintRules(filePath: string, text: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: join(repositoryRoot, filePath) })
  return result?.messages.filter(({ severity }) => severity === 2).map(({ ruleId }) => ruleId) ?? []
}

describe('eslint: time, chance and network enter as arguments', () => {
  test.each([
    ['no-restricted-syntax', 'export const a = Date.now()'],
    ['no-restricted-syntax', 'export const a = Date.now'],
    ['no-restricted-syntax', 'export const a = globalThis.Date.now()'],
    ['no-restricted-syntax', 'export const a = new Date()'],
    ['no-restricted-syntax', 'export const a = Date()'],
    ['no-restricted-syntax', 'export const a = Math.random()'],
    ['no-restricted-syntax', 'export const { random } = Math'],
    ['no-restricted-syntax', 'export const a = globalThis.fetch'],
    ['no-restricted-globals', 'export const a = fetch'],
    ['@typescript-eslint/no-floating-promises', 'Promise.resolve(1)'],
    ['@typescript-eslint/no-misused-promises', 'if (Promise.resolve(1)) [1].pop()'],
  ])('%s: %s', async (rule, text) => {
    expect(await eslintRules(SOURCE, text)).toEqual([rule])
  })

  test('a date made of a value is fine', async () => {
    expect(await eslintRules(SOURCE, 'export const a = (ms: number) => new Date(ms)')).toEqual([])
  })

  test('a comment cannot switch a rule off', async () => {
    expect(await eslintRules(SOURCE, '/* eslint-disable */\nexport const a = Date.now()')).toEqual([
      'no-restricted-syntax',
    ])
  })

  test('only defaults.ts reads the clock', async () => {
    expect(await eslintRules(DEFAULTS, 'export const a = () => new Date()')).toEqual([])
  })

  test('tests may fetch, but not read the clock', async () => {
    expect(await eslintRules(TEST, "export const a = await fetch('http://127.0.0.1:3000/')")).toEqual([])
    expect(await eslintRules(TEST, 'export const a = Date.now()')).toEqual(['no-restricted-syntax'])
  })

  test('promises are checked in tests too', async () => {
    expect(await eslintRules(TEST, 'Promise.resolve(1)')).toEqual(['@typescript-eslint/no-floating-promises'])
  })
})

describe('biome: house style', () => {
  const planted: readonly (readonly [rule: string, file: string, text: string])[] = [
    ['lint/style/noDefaultExport', 'src/default.ts', 'export default 1\n'],
    ['lint/style/noEnum', 'src/enum.ts', 'export enum A {\n  B = 1,\n}\n'],
    [
      'lint/style/noParameterProperties',
      'src/parameter.ts',
      'export class A {\n  constructor(readonly a: number) {}\n}\n',
    ],
    ['lint/style/noNonNullAssertion', 'src/non-null.ts', 'export const a = (b?: number) => b!\n'],
    ['lint/style/useFilenamingConvention', 'src/MyFile.ts', 'export const a = 1\n'],
    ['lint/style/useNodejsImportProtocol', 'src/protocol.ts', "export { join } from 'path'\n"],
    ['lint/suspicious/noExplicitAny', 'src/any.ts', 'export const a = (b: any) => String(b)\n'],
    ['lint/suspicious/noImportCycles', 'src/there.ts', "import { b } from './back.ts'\n\nexport const a = () => b\n"],
    ['lint/suspicious/noImportCycles', 'src/back.ts', "import { a } from './there.ts'\n\nexport const b = () => a\n"],
    ['lint/suspicious/noSkippedTests', 'test/skip.test.ts', "test.skip('a', () => {})\n"],
    ['lint/suspicious/noFocusedTests', 'test/only.test.ts', "test.only('a', () => {})\n"],
    ['lint/performance/noReExportAll', 'src/all.ts', "export * from './any.ts'\n"],
    ['lint/correctness/noUndeclaredDependencies', 'src/undeclared.ts', "export { a } from 'lodash'\n"],
    ['format', 'src/format.ts', 'export const a = "b";\n'],
  ]
  const home = 'packages/planted'
  let found: readonly string[] = []

  beforeAll(() => {
    const root = mkdtempSync(join(tmpdir(), 'lint-'))
    const manifest = ['', 'package.json', '{\n  "name": "planted"\n}\n'] as const
    for (const [, name, text] of [manifest, ...planted]) {
      mkdirSync(dirname(join(root, home, name)), { recursive: true })
      writeFileSync(join(root, home, name), text)
    }
    mkdirSync(join(root, 'tools'))
    copyFileSync(join(repositoryRoot, 'tools/biome.json'), join(root, 'tools/biome.json'))
    found = biomeFindings(root)
    rmSync(root, { recursive: true })
  })

  test.each(planted)('%s in %s', (rule, file) => {
    expect(found).toContain(`${rule} ${home}/${file}`)
  })

  test('and nothing else', () => {
    expect(found).toHaveLength(planted.length)
  })
})

/** What biome finds below `root`, as `rule file`. */
function biomeFindings(root: string): readonly string[] {
  const { stdout } = spawnSync(
    join(repositoryRoot, 'node_modules/.bin/biome'),
    ['check', '--config-path', 'tools', '--reporter=json', '--max-diagnostics=none'],
    { cwd: root, encoding: 'utf8' },
  )
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; location: { path: string } }[] }
  return diagnostics.map(({ category, location }) => `${category} ${location.path}`)
}
