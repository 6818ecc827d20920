/** Verifies and opens a status list as it was published: a credential with a bitstring, or a Status List Token. */
import {
  type Clock,
  isObject,
  parseJson,
  type ResolveKey,
  refused,
  utf8Decode,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { identifierOf, MAX_TOKEN_LENGTH, SIGNATURE_ALGORITHMS, verifyJws } from '@energy-ssi/credential'
import {
  type OpenStatusList,
  type OpenTokenStatusList,
  openStatusList,
  openTokenStatusList,
  STATUS_LIST_TOKEN_TYP,
} from '@energy-ssi/status-list'
import type { IntegrityVerifier } from '../verify-integrity.ts'

/** A list that was verified and opened. `issuer`: whose key signed it. */
export type TrustedStatusList =
  | { readonly form: 'bitstring'; readonly list: OpenStatusList; readonly issuer: string }
  | { readonly form: 'token'; readonly list: OpenTokenStatusList; readonly issuer: string }

/** What opening a list needs. */
export interface OpenListParts {
  readonly verifyIntegrity: IntegrityVerifier
  readonly resolveKey: ResolveKey
  readonly clock: Clock
}

/** Opens a list by the media type it was published as. */
export function openPublishedList(
  body: Uint8Array,
  mediaType: string,
  parts: OpenListParts,
): Promise<Verification<TrustedStatusList>> {
  if (/^application\/statuslist\+jwt\b/i.test(mediaType)) return openToken(body, parts)
  return openCredential(body, mediaType, parts)
}

async function openCredential(
  body: Uint8Array,
  mediaType: string,
  { verifyIntegrity, clock }: OpenListParts,
): Promise<Verification<TrustedStatusList>> {
  const secured = parseBody(body, mediaType)
  if (secured === undefined) return refused('STATUS_RETRIEVAL_ERROR', 'The answer is not a status list credential.')
  const integrity = await verifyIntegrity(secured, 'assertionMethod')
  if (!integrity.verified) return refused('STATUS_VERIFICATION_ERROR', integrity.problems[0].detail)
  const { document, controllers, model } = integrity.value
  if (model !== 'vcdm') return refused('STATUS_VERIFICATION_ERROR', 'The answer is a credential of another model.')
  const issuer = identifierOf(document.issuer)
  if (issuer === undefined || !controllers.includes(issuer)) {
    return refused('STATUS_VERIFICATION_ERROR', 'The status list is not signed by its issuer.')
  }
  const list = openStatusList(document, { now: clock() })
  return list.verified ? verified({ form: 'bitstring', list: list.value, issuer }) : list
}

/** A token names no issuer: it is whoever controls the key (Token Status List §5.1, §11.3). */
async function openToken(
  body: Uint8Array,
  { resolveKey, clock }: OpenListParts,
): Promise<Verification<TrustedStatusList>> {
  const token = textOf(body)
  if (token === undefined) return refused('STATUS_RETRIEVAL_ERROR', 'The answer is not a Status List Token.')
  const jws = await verifyJws(token, resolveKey, {
    algorithms: SIGNATURE_ALGORITHMS,
    typ: [STATUS_LIST_TOKEN_TYP],
    typRequired: true,
    cty: [],
    relationship: 'assertionMethod',
    maxLength: MAX_TOKEN_LENGTH,
  })
  if (!jws.verified) return refused('STATUS_VERIFICATION_ERROR', jws.problems[0].detail)
  const list = openTokenStatusList(jws.value.payload, { now: clock() })
  return list.verified ? verified({ form: 'token', list: list.value, issuer: jws.value.controller }) : list
}

function parseBody(body: Uint8Array, mediaType: string): Readonly<Record<string, unknown>> | string | undefined {
  const text = textOf(body)
  if (text === undefined || /^application\/(vc\+)?jwt\b/i.test(mediaType)) return text
  try {
    const value = parseJson(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function textOf(body: Uint8Array): string | undefined {
  try {
    return utf8Decode(body).trim()
  } catch {
    return undefined
  }
}
