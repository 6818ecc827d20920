/** The reference service as its own process, started, stopped and asked over HTTP like any other. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Environment } from '@energy-ssi/server'

/** An answer of the service. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** A running service. */
export interface Service {
  readonly baseUrl: string
  request(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer>
  /** Asks it to stop and waits until it did. */
  stop(): Promise<void>
}

const START_ATTEMPTS = 500
const START_INTERVAL_MS = 20

/** A port nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port is free.')
  return address.port
}

/** Starts the service on a data folder and waits until it is ready. */
export async function startService(dataDir: string, port: number): Promise<Service> {
  const cli = fileURLToPath(new URL('./cli.js', import.meta.resolve('@energy-ssi/server')))
  const settings: Environment = { DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1' }
  const child = spawn(process.execPath, [cli, 'serve'], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const request = (method: 'GET' | 'POST', path: string, body?: unknown) => send(port, method, path, body)
  await untilReady(child, request)
  return Object.freeze({
    baseUrl: `http://127.0.0.1:${port}`,
    request,
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  })
}

async function untilReady(child: ChildProcess, request: Service['request']): Promise<void> {
  for (let attempt = 0; attempt < START_ATTEMPTS && child.exitCode === null; attempt++) {
    const ready = await request('GET', '/readyz').then(
      ({ status }) => status === 200,
      () => false,
    )
    if (ready) return
    await setTimeout(START_INTERVAL_MS)
  }
  child.kill('SIGKILL')
  throw new Error('The service did not start.')
}

function send(port: number, method: string, path: string, body: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { host: '127.0.0.1', port, method, path, headers: { 'content-type': 'application/json' } },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({ status: incoming.statusCode ?? 0, body: /^[[{]/.test(text) ? JSON.parse(text) : text })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
