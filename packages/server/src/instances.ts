/** The instances of the service, as `GET /instances` and the front page list them. */
import type { Services } from './services.ts'

/** One instance. */
export interface InstanceEntry {
  readonly kind: 'issuer' | 'verifier' | 'holder'
  readonly id: string
  readonly url: string
  readonly did?: string
  readonly securing?: string
}

/** All instances, in the order of configuration. */
export function listInstances(
  { issuers, verifiers, holders }: Pick<Services, 'issuers' | 'verifiers' | 'holders'>,
  baseUrl: string,
): readonly InstanceEntry[] {
  return [
    ...[...issuers].map(([id, { did, securing }]) => ({
      kind: 'issuer' as const,
      id,
      url: `${baseUrl}/issuers/${id}`,
      did,
      securing,
    })),
    ...[...verifiers.keys()].map((id) => ({ kind: 'verifier' as const, id, url: `${baseUrl}/verifiers/${id}` })),
    ...[...holders].map(([id, { did, securing }]) => ({
      kind: 'holder' as const,
      id,
      url: `${baseUrl}/holders/${id}`,
      did,
      securing,
    })),
  ]
}
