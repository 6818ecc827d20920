/** Headers that every answer carries. */
import type { FastifyInstance } from 'fastify'

/** For API answers: nothing may be run, framed, sniffed or kept. */
const SECURITY_HEADERS = Object.freeze({
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
})

/** For documents that anybody may read from anywhere: status lists, DID documents. */
export const PUBLIC_HEADERS = Object.freeze({
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
})

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** The headers of every answer; behind https also that it stays https. */
export function securityHeaders({ https }: { readonly https: boolean }): Readonly<Record<string, string>> {
  return Object.freeze({
    ...SECURITY_HEADERS,
    'cache-control': 'no-store',
    ...(https && { 'strict-transport-security': `max-age=${YEAR_SECONDS}` }),
  })
}

/** Sets headers on every answer of `app`. */
export function addHeaders(app: FastifyInstance, headers: Readonly<Record<string, string>>): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}
