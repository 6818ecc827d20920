/** Fires requests at one route for some seconds, through one set of connections. */
import autocannon from 'autocannon'

/** What came back. */
export interface Fired {
  readonly perSecond: number
  readonly p50ms: number
  readonly p99ms: number
}

/** A route and the bodies it is asked with, in turn. */
export interface Target {
  readonly url: string
  readonly bodies: readonly string[]
  readonly expected: number
}

const CONNECTIONS = 32

/** @throws if an answer has another status than expected, or none came */
export async function fire({ url, bodies, expected }: Target, seconds: number): Promise<Fired> {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: bodies.map((body) => ({
      method: 'POST' as const,
      headers: { 'content-type': 'application/json' },
      body,
    })),
  })
  const answered = result.requests.total
  const good = result.statusCodeStats?.[`${expected}`]?.count ?? 0
  if (answered === 0 || good < answered || result.errors > 0) {
    throw new Error(`${url}: ${answered} answers, ${good} with status ${expected}, ${result.errors} errors`)
  }
  return { perSecond: Math.round(result.requests.average), p50ms: result.latency.p50, p99ms: result.latency.p99 }
}
