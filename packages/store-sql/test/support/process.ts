/** A second process over the same database file: it runs the built package, as users do. */
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('./second-process.js', import.meta.url))
const BUILT = fileURLToPath(new URL('../../dist/index.js', import.meta.url))

/** What the second process is to do. */
export interface Task {
  readonly path: string
  readonly task: 'open' | 'lease' | 'commit' | 'status'
  /** Distinguishes what this process writes. */
  readonly name: string
  readonly times: number
}

/** Starts a process; `messages` grows as it reports what was acknowledged. */
export function startProcess(task: Task): { child: ChildProcess; messages: unknown[]; ended: Promise<number | null> } {
  if (!existsSync(BUILT)) throw new Error('The package is not built: run tsc --build packages/store-sql first.')
  const child = fork(SCRIPT, [JSON.stringify(task)], { execArgv: [] })
  const messages: unknown[] = []
  child.on('message', (message) => messages.push(message))
  return { child, messages, ended: new Promise((resolve) => child.once('close', (code) => resolve(code))) }
}

/** Runs processes side by side and resolves to what each reported. */
export async function runProcesses(tasks: readonly Task[]): Promise<unknown[][]> {
  const processes = tasks.map(startProcess)
  const codes = await Promise.all(processes.map(({ ended }) => ended))
  if (codes.some((code) => code !== 0)) throw new Error(`processes ended with ${codes.join(', ')}`)
  return processes.map(({ messages }) => messages)
}
