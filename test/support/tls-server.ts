/** A local https server for tests, which counts the sockets that reach it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { selfSignedCertificate } from './self-signed-certificate.ts'

/** A server on a free port of 127.0.0.1 with a certificate for `localhost`. */
export interface TlsServer {
  readonly port: number
  /** `localhost:<port>` */
  readonly host: string
  readonly ca: string
  /** Number of connections so far, TLS handshake or not. */
  readonly connections: () => number
  readonly close: () => Promise<void>
}

/** Starts a server that answers every request with `handler`. */
export async function startTlsServer(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TlsServer> {
  const { key, cert } = selfSignedCertificate(['localhost'])
  const server = createServer({ key, cert }, handler)
  let connections = 0
  server.on('connection', () => connections++)
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    host: `localhost:${port}`,
    ca: cert,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
