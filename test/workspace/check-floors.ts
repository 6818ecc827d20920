/** The rules of the house: what stands on which floor, and that imports only go down. */
import { isBuiltin } from 'node:module'
import { dirname, join, resolve, sep } from 'node:path'
import type { Import } from './list-imports.ts'
import type { Member, SourceFile, Workspace } from './read-workspace.ts'

/** Every package the architecture knows, from the ground up. A package sees only the floors below its own. */
export const FLOORS: readonly (readonly string[])[] = [
  ['core'],
  ['keys', 'status-list'],
  ['did', 'did-ion', 'ethr', 'credential', 'data-integrity', 'energy'],
  ['vc-api', 'openid4vc'],
  ['wallet'],
  ['store-sql', 'keys-pkcs11'],
  ['server'],
]

const SCOPE = '@energy-ssi/'
const ABOVE_ALL = FLOORS.length

/** Checks the whole workspace; every entry of the answer is one sentence about one broken rule. */
export function checkFloors(workspace: Workspace): readonly string[] {
  return [
    ...workspace.members.flatMap((member) => [
      ...checkPlace(member, workspace),
      ...checkManifest(member, workspace),
      ...member.sources.flatMap((file) => checkFile(file, 'src', member, workspace)),
      ...member.tests.flatMap((file) => checkFile(file, 'test', member, workspace)),
      ...checkUnused(member, workspace),
    ]),
    ...checkRootReferences(workspace),
    ...workspace.shared.flatMap((file) => checkSharedFile(file, workspace)),
  ]
}

function checkPlace({ kind, folder, manifest }: Member, { version }: Workspace): string[] {
  const problems: string[] = []
  if (kind === 'example' && manifest.private !== true) problems.push(`examples/${folder} is not private`)
  if (kind === 'package' && floorOf(folder) < 0)
    problems.push(`packages/${folder} stands on no floor of the architecture`)
  if (kind === 'package' && manifest.name !== SCOPE + folder)
    problems.push(`packages/${folder} is named ${manifest.name}`)
  if (manifest.version !== version) problems.push(`${folder} has version ${manifest.version}, lerna.json ${version}`)
  return problems
}

function checkManifest(member: Member, { version, members }: Workspace): string[] {
  const { folder, manifest, references } = member
  const problems: string[] = []
  const declared = { ...manifest.devDependencies, ...runtimeDependencies(member) }
  for (const [name, range] of Object.entries(declared)) {
    if (!name.startsWith(SCOPE)) continue
    const target = name.slice(SCOPE.length)
    if (!members.some((other) => other.folder === target))
      problems.push(`${folder} declares ${name}, which is not here`)
    if (range !== version) problems.push(`${folder} declares ${name} ${range}, not ${version}`)
    if (!isBelow(target, member)) problems.push(`${folder} declares ${name}, which does not stand below it`)
  }
  const needed = Object.keys(runtimeDependencies(member)).filter((name) => name.startsWith(SCOPE))
  const expected = needed.map((name) => name.slice(SCOPE.length))
  if (references === undefined) problems.push(`${folder} has no tsconfig.json`)
  else problems.push(...difference(`${folder}/tsconfig.json`, expected, references))
  return problems
}

function checkRootReferences({ members, references }: Workspace): string[] {
  const expected = members.map(({ folder }) => folder)
  return difference('tsconfig.json', expected, references)
}

function checkFile(file: SourceFile, place: 'src' | 'test', member: Member, workspace: Workspace): string[] {
  return file.imports.flatMap((entry) => {
    const reason = refuse(entry, file, place, member, workspace)
    return reason === undefined ? [] : [`${file.name}:${entry.line} ${reason}`]
  })
}

function refuse(
  { specifier }: Import,
  file: SourceFile,
  place: 'src' | 'test',
  member: Member,
  workspace: Workspace,
): string | undefined {
  if (specifier === undefined) return place === 'src' ? 'imports a computed name' : undefined
  if (isRelative(specifier)) {
    const homes = place === 'src' ? [join(member.path, 'src')] : testHomes(member, workspace)
    const target = resolve(dirname(file.path), specifier)
    return homes.some((home) => target.startsWith(home + sep)) ? undefined : `imports ${specifier}, outside its package`
  }
  if (isBuiltin(specifier)) return undefined
  const name = packageOf(specifier)
  if (name === member.manifest.name) {
    return place === 'src' ? `imports its own package by name` : refuseSubpath(specifier, name, workspace)
  }
  if (!isDeclared(name, place, member, workspace)) return `imports ${name}, which is not declared`
  if (!name.startsWith(SCOPE)) return undefined
  if (!isBelow(name.slice(SCOPE.length), member)) return `imports ${name}, which does not stand below it`
  return refuseSubpath(specifier, name, workspace)
}

/** Package tests may also use vectors and helpers that belong to no package. */
function testHomes(member: Member, { root }: Workspace): string[] {
  return [member.path, join(root, 'test'), join(root, 'spec')]
}

function refuseSubpath(specifier: string, name: string, { members }: Workspace): string | undefined {
  const target = members.find((member) => member.manifest.name === name)
  const subpath = `.${specifier.slice(name.length)}`
  if (Object.hasOwn(target?.manifest.exports ?? {}, subpath)) return undefined
  return `imports ${specifier}, which ${name} does not export`
}

function isDeclared(name: string, place: 'src' | 'test', member: Member, { manifest }: Workspace): boolean {
  const typed = `@types/${name.replace(/^@(.*)\/(.*)$/, '$1__$2')}`
  const runtime = runtimeDependencies(member)
  if (Object.hasOwn(runtime, name)) return true
  const development = { ...manifest.devDependencies, ...member.manifest.devDependencies }
  if (place === 'test') return Object.hasOwn(development, name) || Object.hasOwn(development, typed)
  return false
}

function checkUnused(member: Member, { members }: Workspace): string[] {
  const { folder, manifest, sources, tests } = member
  const used = (files: readonly SourceFile[]) =>
    new Set(files.flatMap((file) => file.imports.map(({ specifier }) => packageOf(specifier ?? ''))))
  const inSources = used(sources)
  // Whoever uses a package brings the libraries that the package leaves to its users.
  for (const { manifest: other } of members) {
    if (!inSources.has(other.name)) continue
    for (const peer of Object.keys(other.peerDependencies ?? {})) inSources.add(peer)
  }
  const inTests = used(tests)
  const unused = (names: readonly string[], where: ReadonlySet<string>, kind: string) =>
    names
      .filter((name) => !where.has(name.replace(/^@types\//, '')))
      .map((name) => `${folder} declares ${name} as ${kind}, and does not use it`)
  return [
    ...unused(Object.keys(runtimeDependencies(member)), inSources, 'dependency'),
    ...unused(Object.keys(manifest.devDependencies ?? {}), inTests, 'devDependency'),
  ]
}

/** Code outside the packages uses them as anybody would: by name, through their exports. */
function checkSharedFile(file: SourceFile, workspace: Workspace): string[] {
  return file.imports.flatMap(({ specifier = '', line }) => {
    if (isRelative(specifier)) {
      const inside = workspace.members.some(({ path }) => resolve(dirname(file.path), specifier).startsWith(path + sep))
      return inside ? [`${file.name}:${line} imports ${specifier}, a file inside a package`] : []
    }
    if (!specifier.startsWith(SCOPE)) return []
    const reason = refuseSubpath(specifier, packageOf(specifier), workspace)
    return reason === undefined ? [] : [`${file.name}:${line} ${reason}`]
  })
}

function difference(where: string, expected: readonly string[], found: readonly string[]): string[] {
  return [
    ...expected.filter((name) => !found.includes(name)).map((name) => `${where} does not refer to ${name}`),
    ...found.filter((name) => !expected.includes(name)).map((name) => `${where} refers to ${name} without need`),
  ]
}

function runtimeDependencies({ manifest }: Member): Readonly<Record<string, string>> {
  return { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies }
}

function floorOf(folder: string): number {
  return FLOORS.findIndex((floor) => floor.includes(folder))
}

function isBelow(target: string, member: Member): boolean {
  const own = member.kind === 'example' ? ABOVE_ALL : floorOf(member.folder)
  return floorOf(target) >= 0 && floorOf(target) < own
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('/')
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
