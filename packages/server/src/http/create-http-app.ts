/** The HTTP ground every plugin stands on: limits, bodies, errors, headers, logs. */
import { hexEncode, type RandomBytes } from '@energy-ssi/core'
import { type FastifyInstance, fastify, LogController } from 'fastify'
import type { LogLevel } from '../config/log-level.ts'
import { readJsonBodies } from './bodies.ts'
import { notFound, refuseClient, replyWithProblem } from './error-replies.ts'
import { type LogStream, loggerOptions, logRequests } from './log.ts'
import { type Metrics, measureRequests } from './metrics.ts'
import { addHeaders, securityHeaders } from './security-headers.ts'

/** What {@link createHttpApp} needs. */
export interface HttpAppOptions {
  readonly logLevel: LogLevel
  readonly logStream: LogStream
  readonly clock: () => Date
  readonly randomBytes: RandomBytes
  readonly metrics: Metrics
  /** Largest body in bytes, where a route does not say otherwise. */
  readonly bodyBytes: number
  /** Whether clients reach the service over https. */
  readonly https: boolean
}

/** Limits of a connection. A request that takes longer is answered with 408, or its connection is closed. */
const CONNECTION_LIMITS = Object.freeze({
  /** Bytes of all headers of a request. */
  maxHeaderSize: 16_384,
  headersTimeoutMs: 20_000,
  requestTimeoutMs: 60_000,
  /** Silence on a connection. */
  connectionTimeoutMs: 120_000,
  /** Longer than the idle time of common load balancers, so that it is they who close. */
  keepAliveTimeoutMs: 65_000,
  maxRequestsPerSocket: 100_000,
  /** How often the limits are checked. */
  checkIntervalMs: 5_000,
  maxUrlPartLength: 8_192,
})

/** Creates an app without routes. Register the plugins on it; they rely on what is set up here. */
export function createHttpApp(options: HttpAppOptions): FastifyInstance {
  const { logLevel, logStream, clock, bodyBytes, https, metrics } = options
  const limits = CONNECTION_LIMITS
  const headers = securityHeaders({ https })
  const app = fastify({
    logger: loggerOptions(logLevel, logStream, clock),
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (logger) => logger,
    genReqId: createRequestIds(options.randomBytes),
    requestIdHeader: false,
    bodyLimit: bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: limits.connectionTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    maxRequestsPerSocket: limits.maxRequestsPerSocket,
    http: {
      maxHeaderSize: limits.maxHeaderSize,
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
    },
    routerOptions: { maxParamLength: limits.maxUrlPartLength },
    // While the service drains, requests on open connections are served: their connections close after the answer.
    return503OnClosing: false,
    // The defaults of ajv rewrite bodies: what is signed must be what was sent.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, allErrors: false } },
    // Answers are sent as the services give them: a response schema describes, it does not leave members out.
    schemaController: { compilersFactory: { buildSerializer: () => () => JSON.stringify } },
    frameworkErrors: (error, request, reply) => {
      replyWithProblem(error, request, reply.headers(headers))
    },
    clientErrorHandler: (error, socket) => refuseClient(error, socket, headers),
  })
  app.setErrorHandler(replyWithProblem)
  app.setNotFoundHandler(notFound)
  readJsonBodies(app)
  addHeaders(app, headers)
  measureRequests(app, metrics)
  logRequests(app, logLevel)
  return app
}

/** Ids that differ between processes and requests, and tell nothing. */
function createRequestIds(randomBytes: RandomBytes): () => string {
  const prefix = hexEncode(randomBytes(4))
  let count = 0
  return () => {
    count += 1
    return `${prefix}-${count.toString(36)}`
  }
}
