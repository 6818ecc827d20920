/** What would be published is complete, well-typed and importable by a project that has nothing else. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installPackages, type PackedPackage, packPackages } from './workspace/pack-packages.ts'
import { readWorkspace } from './workspace/read-workspace.ts'

const workspace = readWorkspace()
const packages = workspace.members.filter(({ kind }) => kind === 'package')
const names = packages.map(({ manifest }) => manifest.name)
const subpaths = packages.flatMap(({ manifest }) =>
  Object.keys(manifest.exports ?? {}).map((subpath) => manifest.name + subpath.slice(1)),
)

const tarballs = mkdtempSync(join(tmpdir(), 'tarballs-'))
let packed: readonly PackedPackage[] = []
let project = ''

beforeAll(() => {
  packed = packPackages(workspace, tarballs)
  project = installPackages(packed, workspace.root)
}, 120_000)

afterAll(() => {
  for (const folder of [tarballs, project]) if (folder !== '') rmSync(folder, { recursive: true })
})

function packedPackage(name: string): PackedPackage {
  const found = packed.find(({ member }) => member.manifest.name === name)
  if (found === undefined) throw new Error(`${name} was not packed`)
  return found
}

describe.each(names)('%s', (name) => {
  test('the manifest says what a user needs to know', () => {
    const { manifest, folder } = packedPackage(name).member
    expect(manifest).toMatchObject({
      description: expect.stringMatching(/\.$/),
      license: 'Apache-2.0',
      type: 'module',
      sideEffects: false,
      engines: workspace.manifest.engines,
      repository: { type: 'git', directory: `packages/${folder}` },
      publishConfig: { access: 'public' },
    })
    expect(manifest.private).toBeUndefined()
    expect(manifest.scripts).toBeUndefined()
    for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
      expect(Object.keys(target as object), subpath).toEqual(['@energy-ssi/source', 'types', 'default'])
    }
  })

  test('the tarball holds licence, README, dist and src, and nothing else', () => {
    const { files } = packedPackage(name)
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'src/index.ts']),
    )
    expect(files.filter((file) => !/^(dist\/|src\/|LICENSE$|README\.md$|package\.json$)/.test(file))).toEqual([])
    expect(files.filter((file) => /\.tsbuildinfo$|\.test\.|(^|\/)test\//.test(file))).toEqual([])
  })

  test('dist holds what src says, and no file that outlived its source', () => {
    const { files } = packedPackage(name)
    const sources = files.filter((file) => /^src\/.*(?<!\.d)\.ts$/.test(file)).map((file) => file.slice(4, -3))
    const built = files.filter((file) => /^dist\/.*\.js$/.test(file)).map((file) => file.slice(5, -3))
    expect(built.sort()).toEqual(sources.sort())
  })

  test('the licence is the one of the repository', () => {
    const path = join(project, 'node_modules', name, 'LICENSE')
    expect(readFileSync(path, 'utf8')).toBe(readFileSync(join(workspace.root, 'LICENSE'), 'utf8'))
  })

  test('publint finds nothing', async () => {
    const { tarball } = packedPackage(name)
    const { buffer: data } = new Uint8Array(readFileSync(tarball))
    const { messages, pkg } = await publint({ pack: { tarball: data }, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  test('are-the-types-wrong finds nothing (ESM only)', async () => {
    const result = await checkPackage(createPackageFromTarballData(readFileSync(packedPackage(name).tarball)))
    const problems = result.types === false ? ['no types'] : result.problems
    expect(problems.filter((problem) => !isAboutCommonJs(problem))).toEqual([])
  })
})

/** Whether a problem exists only for those who `require`, whom this project does not serve. */
function isAboutCommonJs(problem: object | string): boolean {
  if (typeof problem === 'string') return false
  const kind = 'resolutionKind' in problem ? problem.resolutionKind : undefined
  const option = 'resolutionOption' in problem ? problem.resolutionOption : undefined
  return kind === 'node10' || kind === 'node16-cjs' || option === 'node10'
}

describe('a project with the tarballs installed', () => {
  test('imports every subpath under plain node, silently, and ends', () => {
    const failed = subpaths.map(
      (name) => `await import('${name}').catch((error) => { failures.push('${name}: ' + error.message) })`,
    )
    const script = `const failures = []\n${failed.join('\n')}\nprocess.stdout.write(JSON.stringify(failures))\n`
    writeFileSync(join(project, 'imports.mjs'), script)
    const { stdout, stderr } = spawnSync(process.execPath, ['imports.mjs'], {
      cwd: project,
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect({ stdout, stderr }).toEqual({ stdout: '[]', stderr: '' })
  })

  test.each([
    ['nodenext', { module: ts.ModuleKind.NodeNext }],
    ['bundler', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
  ])('type-checks with %s resolution', (_, options) => {
    const lines = subpaths.map((name, index) => `import * as module${index} from '${name}'\n`)
    const used = subpaths.map((_, index) => `module${index}`)
    const file = join(project, 'consumer.ts')
    writeFileSync(file, `${lines.join('')}export const modules = [${used.join(', ')}]\n`)
    expect(typeProblems(file, options)).toEqual([])
  })

  test('type problems would be seen', () => {
    const file = join(project, 'wrong.ts')
    writeFileSync(file, "import { nothing } from '@energy-ssi/core'\nexport const a: number = nothing\n")
    expect(typeProblems(file, { module: ts.ModuleKind.NodeNext })).toHaveLength(1)
  })

  test.each(
    packages.flatMap(({ manifest }) => Object.entries(manifest.bin ?? {}).map((bin) => [manifest.name, ...bin])),
  )('%s: the command %s explains itself', (name, _, path) => {
    const command = join(project, 'node_modules', name, path)
    expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect(execFileSync(process.execPath, [command, '--help'], { cwd: project, encoding: 'utf8' })).not.toBe('')
  })
})

/** Problems in the consumer and in our declarations; those of third parties are not ours to judge. */
function typeProblems(file: string, options: ts.CompilerOptions): readonly string[] {
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2024.string.d.ts', 'lib.es2023.d.ts'],
    types: ['node'],
    typeRoots: [join(project, 'node_modules/@types')],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    ...options,
  })
  const isOurs = ({ fileName }: ts.SourceFile) => fileName === file || fileName.includes('/node_modules/@energy-ssi/')
  const files = program.getSourceFiles().filter(isOurs)
  const problems = files.flatMap((each) => [
    ...program.getSyntacticDiagnostics(each),
    ...program.getSemanticDiagnostics(each),
  ])
  return [...program.getGlobalDiagnostics(), ...problems].map(
    ({ file: where, messageText }) => `${where?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  )
}
