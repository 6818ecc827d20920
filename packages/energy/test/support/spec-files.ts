/** Files under spec/, read as they are. */
import { readFileSync } from 'node:fs'

const SPEC = new URL('../../../../spec/', import.meta.url)

/** Bytes of a file under spec/. */
export function specBytes(path: string): Uint8Array {
  return readFileSync(new URL(path, SPEC))
}

/** Text of a file under spec/. */
export function specText(path: string): string {
  return readFileSync(new URL(path, SPEC), 'utf8')
}

/** JSON of a file under spec/. */
export function specJson(path: string): unknown {
  return JSON.parse(specText(path))
}

interface IdentifierVectors {
  readonly gsrn: {
    readonly valid: readonly { readonly v: string }[]
    readonly invalid: readonly { readonly v: string }[]
  }
  readonly gln: { readonly valid: readonly string[] }
  readonly eic: {
    readonly real_valid: Readonly<Record<string, string>>
    readonly check_passes_owner_unverified: readonly string[]
    readonly fictional_valid: readonly string[]
    readonly invalid: readonly { readonly v: string }[]
  }
  readonly emaid_iso15118: {
    readonly vectors: readonly (readonly [string, string])[]
    readonly fictional: readonly string[]
  }
  readonly evse_id_iso15118: { readonly valid: readonly string[]; readonly invalid: readonly string[] }
  readonly cbe_be_enterprise_number: { readonly valid: Readonly<Record<string, string>> }
}

/** The vectors of every kind of identifier. */
export const identifierVectors = specJson('data/energy/identifiers/identifier-vectors.json') as IdentifierVectors
