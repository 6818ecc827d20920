/** `energy-ssi serve`: from the environment to a service that runs until it is told to stop. */
import { systemClock } from '@energy-ssi/core'
import { StoreError } from '@energy-ssi/vc-api'
import { createApp } from './app.ts'
import type { Config } from './config/config.ts'
import { ConfigError, notAllowed } from './config/config-error.ts'
import { type Environment, readConfig } from './config/read-config.ts'
import { logged } from './http/log.ts'
import { createMetrics } from './http/metrics.ts'
import { type Listener, listen } from './listen.ts'
import { openServices, type Services } from './services.ts'
import { firstStopSignal, type StopSignals } from './stop-signal.ts'
import { VERSION } from './version.ts'

/** Where the command writes, and what it is told. */
export interface Terminal extends StopSignals {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Calls back with an error that nobody caught. */
  readonly onCrash: (report: (error: unknown) => void) => void
}

/** Requests under way may take this long after a stop signal. */
const STOP_DEADLINE_MS = 10_000

/** Runs the service. @returns the exit code */
export async function serve(environment: Environment, folder: string, terminal: Terminal): Promise<number> {
  const report = (error: unknown) => terminal.err(`energy-ssi: the service failed: ${JSON.stringify(logged(error))}\n`)
  terminal.onCrash((error) => {
    report(error)
    terminal.exit(1)
  })
  try {
    const config = readConfig(environment, folder)
    const services = await openServices(config).catch((error: unknown) => explainOpening(error, config))
    try {
      return await run(config, services, terminal)
    } finally {
      await services.close()
    }
  } catch (error) {
    if (error instanceof ConfigError) terminal.err(`energy-ssi: ${error.message}\n`)
    else report(error)
    return 1
  }
}

async function run(config: Config, services: Services, terminal: Terminal): Promise<number> {
  const app = await createApp({
    config,
    services,
    clock: systemClock,
    metrics: createMetrics({ process: true }),
    logStream: { write: terminal.err },
  })
  const stopped = firstStopSignal(terminal, (callback, ms) => setTimeout(callback, ms).unref())
  const listener = await listen(app, config.host, config.port).catch((error: unknown) =>
    explainListening(error, config),
  )
  terminal.out(startLines(config, listener))
  await stopped
  terminal.out('Stopping: finishing what is under way.\n')
  const inTime = await listener.stop(STOP_DEADLINE_MS)
  terminal.out(inTime ? 'Stopped.\n' : 'Stopped: some requests took too long and were cut off.\n')
  return inTime ? 0 : 1
}

function startLines({ baseUrl, dataDir, databaseUrl }: Config, { url }: Listener): string {
  const lines = [
    `energy-ssi ${VERSION} is ready.`,
    `  Start here   ${baseUrl}/`,
    `  API          ${baseUrl}/docs`,
    ...(url === baseUrl ? [] : [`  Listening    ${url}`]),
    `  Data         ${dataDir}${databaseUrl === undefined ? '' : ' (keys) and the PostgreSQL of DATABASE_URL'}`,
    '  Ctrl-C stops it.',
  ]
  return `${lines.join('\n')}\n`
}

function explainListening(error: unknown, { host, port }: Config): never {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') throw notAllowed('PORT', String(port), 'a port that no other program listens on')
  if (code === 'EACCES') throw notAllowed('PORT', String(port), 'a port this user may listen on, from 1024 up')
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw notAllowed('HOST', host, 'an address of this machine')
  throw error
}

function explainOpening(error: unknown, { dataDir, databaseUrl }: Config): never {
  const { code } = error as NodeJS.ErrnoException
  if (code !== undefined && /^(?:EACCES|EEXIST|ENOTDIR|EPERM|EROFS|ENOSPC)$/.test(code)) {
    throw notAllowed('DATA_DIR', dataDir, 'a folder this user can write to')
  }
  if (error instanceof StoreError) {
    if (databaseUrl === undefined)
      throw notAllowed('DATA_DIR', dataDir, `a folder whose database can be opened (${error.message})`)
    throw new ConfigError(`DATABASE_URL is "(hidden)"; allowed: a PostgreSQL that can be opened (${error.message})`)
  }
  throw error
}
