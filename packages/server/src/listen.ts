/** Listening, and stopping without losing what is under way. */
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { LISTENING } from './http/log.ts'

/** A service that listens. */
export interface Listener {
  /** Where it listens. */
  readonly url: string
  /**
   * Stops accepting, finishes the requests under way and closes idle connections.
   * @returns false if requests were still under way at the deadline; they were cut off
   */
  stop(deadlineMs: number): Promise<boolean>
}

const IDLE_CHECK_MS = 50

/** Starts to listen. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<Listener> {
  await app.listen({ host, port, listenTextResolver: () => LISTENING })
  const { address, family, port: actual } = app.server.address() as AddressInfo
  return Object.freeze({
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`,
    stop: (deadlineMs: number) => stop(app, deadlineMs),
  })
}

/** A kept-alive connection becomes idle only after its answer: `close` alone would wait for it until it times out. */
async function stop(app: FastifyInstance, deadlineMs: number): Promise<boolean> {
  let inTime = true
  const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS)
  const deadline = setTimeout(() => {
    inTime = false
    app.server.closeAllConnections()
  }, deadlineMs)
  try {
    await app.close()
  } finally {
    clearInterval(idle)
    clearTimeout(deadline)
  }
  return inTime
}
