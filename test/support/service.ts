/** Runs the built reference service as its users do: a process of its own, on loopback, with a data folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../packages/server/dist/cli.js', import.meta.url))
const START_DEADLINE_MS = 15_000

export interface Service {
  readonly baseUrl: string
  /** What it printed so far. */
  output(): string
  /** Sends a JSON body, or nothing with GET. */
  request(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }>
  /** kill -9: no handler runs. */
  kill(): Promise<void>
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>
}

/** A port nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Starts the service and resolves once it is ready. */
export async function startService(environment: Readonly<Record<string, string>>): Promise<Service> {
  const port = environment.PORT ?? String(await freePort())
  const child = spawn(process.execPath, [CLI, 'serve'], {
    env: { PATH: process.env.PATH, ...environment, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const baseUrl = `http://127.0.0.1:${port}`
  await untilReady(child, baseUrl, () => output)

  const ended = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal)
      await once(child, 'exit')
    }
    return child.exitCode
  }
  return {
    baseUrl,
    output: () => output,
    async request(method, path, body) {
      const response = await fetch(baseUrl + path, {
        method,
        ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
    },
    kill: async () => void (await ended('SIGKILL')),
    stop: () => ended('SIGTERM'),
  }
}

async function untilReady(child: ChildProcess, baseUrl: string, output: () => string): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS
  while (child.exitCode === null && performance.now() < deadline) {
    const ready = await fetch(`${baseUrl}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  child.kill('SIGKILL')
  throw new Error(`The service did not become ready:\n${output()}`)
}
