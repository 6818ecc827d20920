/** The monorepo as its files describe it: manifests, references and every import of every package. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import ts from 'typescript'
import { type Import, listImports } from './list-imports.ts'

/** What the checks read of a `package.json`. */
export interface Manifest {
  readonly name: string
  readonly version?: string
  readonly private?: boolean
  readonly type?: string
  readonly license?: string
  readonly description?: string
  readonly sideEffects?: boolean
  readonly engines?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, unknown>>
  readonly bin?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** A source file and what it imports. */
export interface SourceFile {
  /** Absolute. */
  readonly path: string
  /** From the workspace's root, for messages. */
  readonly name: string
  readonly imports: readonly Import[]
}

/** A member of the workspace: a folder of `packages/` or `examples/`. */
export interface Member {
  readonly kind: 'package' | 'example'
  /** Name of the folder. */
  readonly folder: string
  /** Absolute. */
  readonly path: string
  readonly manifest: Manifest
  /** Folder names of the members its tsconfig refers to; undefined if it has no tsconfig. */
  readonly references: readonly string[] | undefined
  readonly sources: readonly SourceFile[]
  readonly tests: readonly SourceFile[]
}

/** The whole workspace. */
export interface Workspace {
  readonly root: string
  /** The version in `lerna.json`, which every package carries. */
  readonly version: string
  readonly manifest: Manifest
  readonly references: readonly string[]
  readonly members: readonly Member[]
  /** Code that belongs to no package: `test/` and `tools/`. */
  readonly shared: readonly SourceFile[]
}

/** The root of this repository. */
export const repositoryRoot = new URL('../..', import.meta.url).pathname.replace(/\/$/, '')

const CODE = /\.(ts|mts|cts|tsx|js|mjs|cjs)$/
const SKIPPED = new Set(['node_modules', 'dist', 'peers', 'fixtures'])

/** Reads the workspace whose root is `root`. */
export function readWorkspace(root: string = repositoryRoot): Workspace {
  const readFiles = (folder: string) => codeFiles(join(root, folder)).map((path) => readSource(root, path))
  return {
    root,
    version: readJson<{ version: string }>(join(root, 'lerna.json')).version,
    manifest: readJson<Manifest>(join(root, 'package.json')),
    references: readReferences(root) ?? [],
    members: [...readMembers(root, 'packages', 'package'), ...readMembers(root, 'examples', 'example')],
    shared: [...readFiles('test'), ...readFiles('tools')],
  }
}

/** Reads a JSON file, trusting it to have the type asked for. */
export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T
}

function readMembers(root: string, parent: string, kind: Member['kind']): Member[] {
  return subfolders(join(root, parent))
    .filter((path) => existsSync(join(path, 'package.json')))
    .map((path) => ({
      kind,
      folder: basename(path),
      path,
      manifest: readJson<Manifest>(join(path, 'package.json')),
      references: readReferences(path),
      sources: codeFiles(join(path, 'src')).map((file) => readSource(root, file)),
      tests: codeFiles(join(path, 'test')).map((file) => readSource(root, file)),
    }))
}

function readReferences(folder: string): readonly string[] | undefined {
  const path = join(folder, 'tsconfig.json')
  if (!existsSync(path)) return undefined
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile)
  if (error !== undefined) throw new SyntaxError(`${path} is not a tsconfig`)
  const { references = [] } = config as { references?: readonly { path: string }[] }
  return references.map((reference) => basename(reference.path))
}

function readSource(root: string, path: string): SourceFile {
  return { path, name: relative(root, path), imports: listImports(path, readFileSync(path, 'utf8')) }
}

function subfolders(path: string): string[] {
  if (!existsSync(path)) return []
  const folders = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return folders.map((entry) => join(path, entry.name)).sort()
}

function codeFiles(path: string): string[] {
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const child = join(path, entry.name)
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : codeFiles(child)
    return CODE.test(entry.name) ? [child] : []
  })
}
