/** Speaks to a running service as any VC-API client does, and holds every answer against what is true of all of them. */
import { expect } from 'vitest'
import { CREDENTIAL, type Members, PRESENTATION, REVOCATION } from './vc-api-cases.ts'

/** An answer. `body` is empty unless it is JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Members
}

interface Refusal {
  readonly type?: string
  readonly verified?: boolean
  readonly problemDetails?: readonly { readonly type: string }[]
}

export type VcApiClient = ReturnType<typeof createVcApiClient>

/** Creates a client. The requests are fine but for what the caller changes in them. */
export function createVcApiClient(baseUrl: string) {
  async function call(
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...more },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const { status, headers } = response
    const text = await response.text()
    const isJson = /^application\/json/.test(headers.get('content-type') ?? '')
    const parsed = isJson && text !== '' ? (JSON.parse(text) as Members) : {}
    if (status >= 400) {
      expect(isJson, `${method} ${path} ${text}`).toBe(true)
      const { type, verified, problemDetails = [] } = parsed as Refusal
      if (verified === undefined) expect(type).toMatch(/^https?:\/\//)
      for (const problem of problemDetails) expect(problem.type).toMatch(/^https?:\/\//)
    }
    return { status, headers, text, body: parsed }
  }

  const issue = (issuer: string, members: Members = {}, options?: Members) =>
    call('POST', `/issuers/${issuer}/credentials/issue`, { credential: { ...CREDENTIAL, ...members }, options })

  return {
    call,
    issue,
    issued: async (issuer: string, members: Members = {}) =>
      (await issue(issuer, members)).body.verifiableCredential as Members,
    verify: (verifier: string, verifiableCredential: unknown, options?: Members) =>
      call('POST', `/verifiers/${verifier}/credentials/verify`, { verifiableCredential, options }),
    present: (members: Members, options?: Members) =>
      call('POST', '/holders/default/presentations', { presentation: { ...PRESENTATION, ...members }, options }),
    verifyPresentation: (verifier: string, body: Members) =>
      call('POST', `/verifiers/${verifier}/presentations/verify`, body),
    setStatus: (issuer: string, credentialId: string, changes: Members = {}, status: unknown = true) =>
      call('POST', `/issuers/${issuer}/credentials/status`, {
        credentialId,
        credentialStatus: { ...REVOCATION, ...changes },
        status,
      }),
  }
}
