/** Signed meter readings: the meter's own key, as an identifier and as the judge of its readings. */
import { isObject } from '@energy-ssi/core'
import { createDidJwk } from '@energy-ssi/did'
import { EnergyError, type MeteredEnergy, type MeterKey, meterKeyJwk, readOcmf, verifyOcmf } from '@energy-ssi/energy'
import type { Service } from './service.ts'

/** What signed readings turned out to be. */
export interface MeterCheck {
  readonly key: MeterKey
  /** The meter's did:jwk; keys on curves without a JWK have none. */
  readonly did: string | undefined
  readonly energy: MeteredEnergy | undefined
  readonly reasons: readonly string[]
  /** Whether the same readings with one digit changed were refused. */
  readonly forgeryRefused: boolean
}

/** Checks readings with the key that came with them. */
export async function checkMeter(file: Uint8Array, service: Service): Promise<MeterCheck> {
  const { records, publicKey } = readOcmf(file)
  if (publicKey === undefined) throw new Error('The readings come without the meter’s public key.')
  const verdict = verifyOcmf(records, publicKey)
  return {
    key: publicKey,
    did: await resolvedDid(publicKey, service),
    energy: verdict.verified ? verdict.value : undefined,
    reasons: verdict.verified ? [] : verdict.problems.map(({ detail }) => detail),
    forgeryRefused: isRefused(forge(file), publicKey),
  }
}

async function resolvedDid(key: MeterKey, service: Service): Promise<string | undefined> {
  const jwk = meterKeyJwk(key)
  if (jwk === undefined) return undefined
  const { did } = createDidJwk(jwk)
  const { status, body } = await service.request('GET', `/1.0/identifiers/${encodeURIComponent(did)}`)
  if (status !== 200 || !isObject(body)) throw new Error(`The meter's DID does not resolve: ${JSON.stringify(body)}`)
  return did
}

/** One more kilowatt-hour on the last register value. */
function forge(file: Uint8Array): string {
  const text = new TextDecoder().decode(file)
  const at = text.lastIndexOf('"RV"')
  return text.slice(0, at) + text.slice(at).replace(/\d/, (digit) => String((Number(digit) + 1) % 10))
}

function isRefused(forged: string, key: MeterKey): boolean {
  try {
    return !verifyOcmf(readOcmf(forged).records, key).verified
  } catch (error) {
    if (error instanceof EnergyError) return true
    throw error
  }
}
