/** Credentials and presentations as VCDM 1.1 and 2.0 define them, and how to read their identifiers. */
import { isObject } from '@energy-ssi/core'
import { CREDENTIALS_V1, CREDENTIALS_V2, type ModelVersion } from './base-contexts.ts'

/** One value or an array of them, as JSON-LD writes a set. */
export type OneOrMany<T> = T | readonly T[]

/** Text with its language and base direction (VCDM 2.0 §11.1). */
export interface LanguageValue {
  readonly '@value': string
  readonly '@language'?: string
  readonly '@direction'?: 'ltr' | 'rtl'
}

/** An object that must say its type: status entries, schemas, evidence, terms of use, proofs … */
export interface TypedObject {
  readonly type: OneOrMany<string>
  readonly id?: string
  readonly [member: string]: unknown
}

/** An object known by its URL: an issuer, a holder. */
export interface IdentifiedObject {
  readonly id: string
  readonly [member: string]: unknown
}

/** A resource whose content a credential pins (VCDM 2.0 §5.3). */
export interface RelatedResource {
  readonly id: string
  readonly mediaType?: string
  readonly digestSRI?: OneOrMany<string>
  readonly digestMultibase?: OneOrMany<string>
  readonly [member: string]: unknown
}

/** The claims about one subject. */
export interface CredentialSubject {
  readonly id?: string
  readonly [claim: string]: unknown
}

/** What credentials and presentations of both versions have in common. */
interface Document {
  readonly '@context': readonly (string | Readonly<Record<string, unknown>>)[]
  readonly id?: string
  readonly type: OneOrMany<string>
  readonly termsOfUse?: OneOrMany<TypedObject>
  readonly proof?: OneOrMany<TypedObject>
  readonly [member: string]: unknown
}

/**
 * A credential of VCDM 1.1 or 2.0, secured or not. `issuanceDate` and `expirationDate` are members of 1.1 only,
 * `validFrom` and `validUntil` of 2.0.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#verifiable-credentials
 */
export interface Credential extends Document {
  readonly issuer: string | IdentifiedObject
  readonly credentialSubject: OneOrMany<CredentialSubject>
  readonly validFrom?: string
  readonly validUntil?: string
  readonly issuanceDate?: string
  readonly expirationDate?: string
  readonly name?: OneOrMany<string | LanguageValue>
  readonly description?: OneOrMany<string | LanguageValue>
  readonly credentialStatus?: OneOrMany<TypedObject>
  readonly credentialSchema?: OneOrMany<TypedObject>
  readonly refreshService?: OneOrMany<TypedObject>
  readonly evidence?: OneOrMany<TypedObject>
  readonly relatedResource?: OneOrMany<RelatedResource>
  readonly renderMethod?: OneOrMany<TypedObject>
  readonly confidenceMethod?: OneOrMany<TypedObject>
}

/** A credential inside an envelope (VCDM 2.0 §4.13.1): `id` is the `data:` URL of the secured credential. */
export interface EnvelopedCredential {
  readonly '@context': OneOrMany<string>
  readonly type: OneOrMany<'EnvelopedVerifiableCredential'>
  readonly id: string
  readonly [member: string]: unknown
}

/** A presentation inside an envelope (VCDM 2.0 §4.13.2): `id` is the `data:` URL of the secured presentation. */
export interface EnvelopedPresentation {
  readonly '@context': OneOrMany<string>
  readonly type: OneOrMany<'EnvelopedVerifiablePresentation'>
  readonly id: string
  readonly [member: string]: unknown
}

/**
 * A presentation of VCDM 1.1 or 2.0, secured or not. Strings (compact JWTs) among the credentials are for 1.1 only.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations
 */
export interface Presentation extends Document {
  readonly holder?: string | IdentifiedObject
  readonly verifiableCredential?: OneOrMany<Credential | EnvelopedCredential | string>
}

/** Whether a value names itself an enveloped credential. Its content may still be malformed. */
export function isEnvelopedCredential(value: unknown): value is EnvelopedCredential {
  return isObject(value) && hasType(value.type, 'EnvelopedVerifiableCredential')
}

/** Whether a value names itself an enveloped presentation. Its content may still be malformed. */
export function isEnvelopedPresentation(value: unknown): value is EnvelopedPresentation {
  return isObject(value) && hasType(value.type, 'EnvelopedVerifiablePresentation')
}

/** Whether `type`, a string or an array, names the given type. */
export function hasType(type: unknown, name: string): boolean {
  return type === name || (Array.isArray(type) && type.includes(name))
}

/** The version of the data model a document is written in, by the first item of its `@context`. */
export function modelVersion(document: Readonly<Record<string, unknown>>): ModelVersion | undefined {
  const context = document['@context']
  const first: unknown = Array.isArray(context) ? context[0] : context
  if (first === CREDENTIALS_V2) return '2.0'
  return first === CREDENTIALS_V1 ? '1.1' : undefined
}

/** The identifier of an issuer or holder: the URL itself, or the `id` of the object. */
export function identifierOf(party: unknown): string | undefined {
  const id = isObject(party) ? party.id : party
  return typeof id === 'string' ? id : undefined
}

/** A set as an array: a single value becomes an array of one, an absent one an empty array. */
export function valuesOf<T>(set: OneOrMany<T> | undefined): readonly T[] {
  if (set === undefined) return []
  return Array.isArray(set) ? set : [set as T]
}
