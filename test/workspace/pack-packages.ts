/** Packs the packages as `npm publish` would and sets up a project that has them installed, without any network. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Member, Workspace } from './read-workspace.ts'

/** A package as it would be published. */
export interface PackedPackage {
  readonly member: Member
  /** Absolute path of the `.tgz`. */
  readonly tarball: string
  /** Paths inside the tarball. */
  readonly files: readonly string[]
}

/** Builds and packs every package into `folder`. */
export function packPackages({ root, members }: Workspace, folder: string): readonly PackedPackage[] {
  const packages = members.filter(({ kind }) => kind === 'package')
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--build'], { cwd: root })
  const selection = packages.flatMap(({ manifest }) => ['--workspace', manifest.name])
  const options = ['--json', '--ignore-scripts', '--offline', '--pack-destination', folder]
  const output = execFileSync('npm', ['pack', ...selection, ...options], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const packed = JSON.parse(output) as { name: string; filename: string; files: { path: string }[] }[]
  return packages.map((member) => {
    const entry = packed.find(({ name }) => name === member.manifest.name)
    if (entry === undefined) throw new Error(`npm did not pack ${member.manifest.name}`)
    return { member, tarball: join(folder, entry.filename), files: entry.files.map(({ path }) => path) }
  })
}

/**
 * Makes a project in a temporary folder with the tarballs unpacked in its `node_modules`, beside links to what they
 * declare and nothing more. After `npm ci` the cache holds no metadata, so `npm install` would need the registry.
 */
export function installPackages(packed: readonly PackedPackage[], root: string): string {
  const project = mkdtempSync(join(tmpdir(), 'consumer-'))
  const modules = join(project, 'node_modules')
  writeFileSync(join(project, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n')
  for (const { member, tarball } of packed) {
    const home = join(modules, member.manifest.name)
    mkdirSync(home, { recursive: true })
    execFileSync('tar', ['-xzf', tarball, '-C', home, '--strip-components=1'])
    for (const name of Object.keys(member.manifest.dependencies ?? {})) {
      if (!packed.some((other) => other.member.manifest.name === name))
        link(name, join(home, 'node_modules'), member, root)
    }
  }
  link('@types/node', modules, undefined, root)
  return project
}

function link(name: string, modules: string, member: Member | undefined, root: string): void {
  const nested = member === undefined ? '' : join(member.path, 'node_modules', name)
  const target = join(modules, name)
  mkdirSync(dirname(target), { recursive: true })
  symlinkSync(existsSync(nested) ? nested : join(root, 'node_modules', name), target)
}
