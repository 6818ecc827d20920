/** The service as a process of its own, from the built command. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url))

/** What a run of the command left behind. */
export interface Finished {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A running command. */
export interface Running {
  readonly child: ChildProcess
  /** All that was written to standard output so far. */
  readonly out: () => string
  readonly finished: Promise<Finished>
}

/** Starts the command in a folder of its own. */
export function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
  const folder = mkdtempSync(join(tmpdir(), 'energy-ssi-run-'))
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const finished = once(child, 'close').then(([code]) => {
    rmSync(folder, { recursive: true, force: true })
    return { code: code as number | null, out, err }
  })
  return { child, out: () => out, finished }
}

/** Starts the service on a free port and waits until it says that it is ready. */
export async function runService(
  environment: Readonly<Record<string, string>> = {},
): Promise<Running & { readonly port: number }> {
  const port = await freePort()
  const running = run(['serve'], { PORT: String(port), ...environment })
  const ready = new Promise<void>((resolve) => {
    running.child.stdout?.on('data', () => {
      if (running.out().includes('is ready')) resolve()
    })
  })
  const failed = running.finished.then(({ err }) => {
    throw new Error(`The service did not start: ${err}`)
  })
  await Promise.race([ready, failed])
  failed.catch(() => undefined)
  return { ...running, port }
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A connection, and everything it received. */
export interface Connection {
  readonly socket: Socket
  /** Resolves with everything received so far once it contains `text`. */
  readonly received: (text: string) => Promise<string>
  /** Resolves with everything received once the other end closed. */
  readonly closed: Promise<string>
}

/** Opens a connection to the service. */
export async function open(port: number): Promise<Connection> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let all = ''
  const waiting = new Set<() => void>()
  socket.setEncoding('utf8').on('data', (text: string) => {
    all += text
    for (const look of waiting) look()
  })
  const closed = once(socket, 'close').then(() => all)
  return {
    socket,
    closed,
    received: (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (!all.includes(text)) return
          waiting.delete(look)
          resolve(all)
        }
        waiting.add(look)
        look()
      }),
  }
}

/** A request as bytes on the wire. */
export function rawRequest(line: string, body?: string): string {
  const content =
    body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  return `${line} HTTP/1.1\r\nhost: localhost\r\n${content}\r\n${body ?? ''}`
}
