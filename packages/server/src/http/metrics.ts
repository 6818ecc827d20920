/** Counters and histograms for Prometheus. Labels are route patterns and statuses: never an identifier. */
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** The service's metrics. */
export interface Metrics {
  readonly registry: Registry
  /** Counts a request that was answered. */
  observe(method: string, route: string, status: number, seconds: number): void
}

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * Creates a registry.
 * @param options.process - whether memory, CPU, event loop and garbage collection of this process are in it
 */
export function createMetrics(options: { readonly process?: boolean } = {}): Metrics {
  const registry = new Registry()
  if (options.process) collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer; its count is the number of requests.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  })
  const children = new Map<string, ReturnType<typeof duration.labels>>()
  return Object.freeze({
    registry,
    observe(method: string, route: string, status: number, seconds: number) {
      const key = `${method} ${status} ${route}`
      const child = children.get(key) ?? duration.labels(method, route, String(status))
      children.set(key, child)
      child.observe(seconds)
    },
  })
}

/** Observes every answer of `app`. */
export function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched')
    metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1000)
    done()
  })
}
