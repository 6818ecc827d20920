/** A real PostgreSQL server for tests, started in a temporary folder. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { findPostgresBinaries, SERVER_USER } from './postgres-binaries.ts'

/** A server that the test may use as it likes. */
export interface TestPostgres {
  /** Makes an empty database and resolves to its connection string. */
  createDatabase(): Promise<string>
  /** Drops the databases made, and stops the server if the test started it. */
  stop(): Promise<void>
}

/** A server that only the test uses. */
export interface OwnPostgres extends TestPostgres {
  /** Ends the server, which breaks every connection to it. */
  halt(): Promise<void>
  /** Starts it again, on the same port and data. */
  start(): Promise<void>
}

/** Uses the server of `TEST_DATABASE_URL`, or starts one. */
export async function startPostgres(): Promise<TestPostgres> {
  const url = process.env.TEST_DATABASE_URL
  if (url === undefined || url === '') return startOwnPostgres()
  const names: string[] = []
  return withDatabases(url, names, async (run) => {
    for (const name of names) await run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })
}

/** Starts a server of the test's own: about a second. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'energy-ssi-pg-'))
  chmodSync(folder, 0o755)
  const bin = findPostgresBinaries(folder)
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (SERVER_USER.uid !== undefined) chownSync(data, SERVER_USER.uid, SERVER_USER.gid)
  const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const initdb = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--locale=C', '--encoding=UTF8', '--no-sync'],
    { ...SERVER_USER, cwd: data, env: environment, encoding: 'utf8' },
  )
  if (initdb.status !== 0) throw new Error(`initdb failed: ${initdb.stderr}`)

  const port = await freePort()
  let server: ChildProcess | undefined
  const start = async () => {
    const settings = ['fsync=off', 'full_page_writes=off', 'max_connections=60', 'shared_buffers=32MB']
    server = spawn(
      join(bin, 'postgres'),
      [
        '-D',
        data,
        '-h',
        '127.0.0.1',
        '-p',
        String(port),
        '-k',
        data,
        ...settings.flatMap((setting) => ['-c', setting]),
      ],
      { ...SERVER_USER, cwd: data, env: environment, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    await ready(server)
  }
  const end = async (signal: NodeJS.Signals) => {
    const ending = server
    server = undefined
    if (ending === undefined || ending.exitCode !== null) return
    await new Promise((resolve) => {
      ending.once('exit', resolve)
      ending.kill(signal)
    })
  }
  process.once('exit', () => server?.kill('SIGQUIT'))
  await start()
  const databases = withDatabases(`postgres://postgres@127.0.0.1:${port}/postgres`, [], async () => {
    await end('SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  })
  return { ...databases, start, halt: () => end('SIGINT') }
}

/** Resolves at the line that PostgreSQL writes when it takes connections. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    server.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      log = `${log}${chunk}`.slice(-4_000)
      if (log.includes('database system is ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)))
  })
}

function withDatabases(
  adminUrl: string,
  names: string[],
  afterwards: (run: (statement: string) => Promise<void>) => Promise<void>,
): TestPostgres {
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: adminUrl })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  return {
    async createDatabase() {
      const name = `energy_ssi_test_${randomBytes(8).toString('hex')}`
      await run(`CREATE DATABASE ${name} TEMPLATE template0`)
      names.push(name)
      const url = new URL(adminUrl)
      url.pathname = `/${name}`
      return url.href
    },
    stop: () => afterwards(run),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
