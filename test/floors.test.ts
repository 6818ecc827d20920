/** The house of `spec/decisions/0003`: floors, declared dependencies, references and versions, read from the files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { checkFloors, FLOORS } from './workspace/check-floors.ts'
import { listImports } from './workspace/list-imports.ts'
import { readWorkspace } from './workspace/read-workspace.ts'

test('every package keeps to its floor, its manifest and its references', () => {
  expect(checkFloors(readWorkspace())).toEqual([])
})

test('the check sees every package and its imports', () => {
  const { members } = readWorkspace()
  expect(members.length).toBeGreaterThanOrEqual(10)
  for (const { folder, sources } of members) expect(sources.length, folder).toBeGreaterThan(0)
  expect(FLOORS.flat().length).toBe(new Set(FLOORS.flat()).size)
})

describe('an import is seen in every form it can take', () => {
  test.each([
    ["import a from 'x'"],
    ["import type { A } from 'x'"],
    ["import 'x'"],
    ["export { a } from 'x'"],
    ["export type { A } from 'x'"],
    ["export * as a from 'x'"],
    ["const a = await import('x')"],
    ['const a = await import(`x`)'],
    ["type A = import('x').A"],
    ["type A = typeof import('x')"],
    ["import a = require('x')"],
    ["const a = require('x')"],
    ["const a = import.meta.resolve('x')"],
    ["declare module 'x' { interface A {} }"],
    ['/// <reference types="x" />'],
  ])('%s', (text) => {
    expect(listImports('a.ts', text)).toEqual([{ specifier: 'x', line: 1 }])
  })

  test('a computed name is reported as such', () => {
    expect(listImports('a.ts', '\nawait import(name)')).toEqual([{ specifier: undefined, line: 2 }])
  })

  test('text and comments are not imports', () => {
    expect(listImports('a.ts', "// import 'x'\nconst a = \"import 'x'\"")).toEqual([])
  })
})

describe('what breaks the house is found', () => {
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })

  /** Checks a sound little house with some files replaced (a string) or merged (an object). */
  function check(changes: Readonly<Record<string, string | object>> = {}): readonly string[] {
    const root = mkdtempSync(join(tmpdir(), 'floors-'))
    folders.push(root)
    for (const [name, content] of Object.entries({ ...soundHouse(), ...changes })) {
      mkdirSync(dirname(join(root, name)), { recursive: true })
      writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content))
    }
    return checkFloors(readWorkspace(root))
  }

  test('a sound house has no problem', () => {
    expect(check()).toEqual([])
  })

  test.each([
    ['an upward import', 'packages/core/src/a.ts', "import '@energy-ssi/keys'"],
    ['a sideways import', 'packages/keys/src/a.ts', "import '@energy-ssi/status-list'"],
    ['an upward type import', 'packages/core/src/a.ts', "import type { A } from '@energy-ssi/keys'"],
    ['an upward import in a test', 'packages/core/test/a.test.ts', "import '@energy-ssi/keys'"],
    ['an undeclared package', 'packages/keys/src/a.ts', "import 'lodash'"],
    ['an undeclared package, dynamically', 'packages/keys/src/a.ts', "await import('lodash')"],
    ['a development dependency in the sources', 'packages/keys/src/a.ts', "import 'vitest'"],
    ['a subpath that is not exported', 'packages/keys/src/a.ts', "import '@energy-ssi/core/dist/index.js'"],
    ['a file of another package', 'packages/keys/src/a.ts', "import '../../core/src/index.ts'"],
    ['a file of another package, in a test', 'packages/keys/test/a.test.ts', "import '../../core/src/index.ts'"],
    ['a test file in the sources', 'packages/keys/src/a.ts', "import '../test/index.test.ts'"],
    ['its own name in the sources', 'packages/keys/src/a.ts', "import '@energy-ssi/keys'"],
    ['a computed name', 'packages/keys/src/a.ts', 'await import(name)'],
    ['another example', 'examples/app/src/a.ts', "import '@energy-ssi/other-app'"],
    ['a file inside a package, from outside', 'test/a.test.ts', "import '../packages/core/src/index.ts'"],
    ['a closed subpath, from outside', 'test/a.test.ts', "import '@energy-ssi/core/src/index.ts'"],
  ])('%s', (_, file, text) => {
    const problems = check({ [file]: `\n${text}\n` })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(`${file}:2 imports `)
  })

  test('declared dependencies upward and sideways', () => {
    const dependencies = { '@energy-ssi/core': '0.1.0', '@energy-ssi/status-list': '0.1.0' }
    expect(check({ 'packages/keys/package.json': manifest('keys', { dependencies }) })).toEqual([
      'keys declares @energy-ssi/status-list, which does not stand below it',
      'keys/tsconfig.json does not refer to status-list',
      'keys declares @energy-ssi/status-list as dependency, and does not use it',
    ])
  })

  test('a dependency nobody imports', () => {
    const dependencies = { '@energy-ssi/core': '0.1.0', lodash: '4.0.0' }
    const devDependencies = { jose: '6.0.0' }
    expect(check({ 'packages/keys/package.json': manifest('keys', { dependencies, devDependencies }) })).toEqual([
      'keys declares lodash as dependency, and does not use it',
      'keys declares jose as devDependency, and does not use it',
    ])
  })

  test('a dependency that a package in use leaves to its users is no problem', () => {
    const core = manifest('core', { peerDependencies: { lodash: '4.0.0' } })
    const keys = manifest('keys', { dependencies: { '@energy-ssi/core': '0.1.0', lodash: '4.0.0' } })
    const files = { 'packages/core/package.json': core, 'packages/core/src/a.ts': "import 'lodash'" }
    expect(check({ ...files, 'packages/keys/package.json': keys })).toEqual([])
  })

  test('references that differ from the manifest', () => {
    expect(check({ 'packages/keys/tsconfig.json': references('status-list') })).toEqual([
      'keys/tsconfig.json does not refer to core',
      'keys/tsconfig.json refers to status-list without need',
    ])
    expect(check({ 'tsconfig.json': references('packages/core', 'packages/keys', 'examples/app') })).toEqual([
      'tsconfig.json does not refer to status-list',
    ])
  })

  test('versions that drift from lerna.json', () => {
    expect(check({ 'lerna.json': { version: '0.2.0' } })).toContain('core has version 0.1.0, lerna.json 0.2.0')
    const dependencies = { '@energy-ssi/core': '^0.1.0' }
    expect(check({ 'packages/keys/package.json': manifest('keys', { dependencies }) })).toEqual([
      'keys declares @energy-ssi/core ^0.1.0, not 0.1.0',
    ])
  })

  test('a package the architecture does not know', () => {
    const problems = check({
      'packages/utils/package.json': manifest('utils'),
      'packages/utils/tsconfig.json': references(),
    })
    expect(problems).toEqual([
      'packages/utils stands on no floor of the architecture',
      'tsconfig.json does not refer to utils',
    ])
  })

  test('an example that could be published', () => {
    const dependencies = { '@energy-ssi/keys': '0.1.0' }
    expect(check({ 'examples/app/package.json': manifest('app', { dependencies }) })).toEqual([
      'examples/app is not private',
    ])
  })
})

/** Three packages and an example that obey every rule. */
function soundHouse(): Record<string, string | object> {
  const dependencies = { '@energy-ssi/core': '0.1.0' }
  return {
    'lerna.json': { version: '0.1.0' },
    'package.json': { name: 'house', devDependencies: { vitest: '4.0.0' } },
    'tsconfig.json': references('packages/core', 'packages/keys', 'packages/status-list', 'examples/app'),
    'packages/core/package.json': manifest('core'),
    'packages/core/tsconfig.json': references(),
    'packages/core/src/index.ts': "import 'node:fs'",
    'packages/keys/package.json': manifest('keys', { dependencies }),
    'packages/keys/tsconfig.json': references('core'),
    'packages/keys/src/index.ts': "import '@energy-ssi/core'",
    'packages/keys/test/index.test.ts': "import 'vitest'\nimport '@energy-ssi/keys'\nimport '../src/index.ts'",
    'packages/status-list/package.json': manifest('status-list'),
    'packages/status-list/tsconfig.json': references(),
    'packages/status-list/src/index.ts': 'export {}',
    'examples/app/package.json': manifest('app', { private: true, dependencies: { '@energy-ssi/keys': '0.1.0' } }),
    'examples/app/tsconfig.json': references('keys'),
    'examples/app/src/index.ts': "import '@energy-ssi/keys'",
  }
}

function manifest(folder: string, rest: object = {}): object {
  return { name: `@energy-ssi/${folder}`, version: '0.1.0', exports: { '.': './src/index.ts' }, ...rest }
}

function references(...paths: readonly string[]): object {
  return { references: paths.map((path) => ({ path })) }
}
