/** Why meter evidence is refused or only accepted with a warning. */
import type { Problem } from '@energy-ssi/core'

/**
 * - `METER_SIGNATURE_INVALID` a record is not signed by the key given
 * - `METER_MISMATCH` records of several meters, gateways or pagination contexts
 * - `SESSION_REPLAYED` pages do not increase strictly, or are settled already
 * - `SESSION_INCOMPLETE` not exactly one begin and one end around everything else
 * - `REGISTER_UNKNOWN` no register of active energy, or not the one asked for
 * - `REGISTER_BACKWARDS` a value below the one before
 * - `CLOCK_BACKWARDS` a time before the one before
 * - `CLOCK_UNSYNCHRONISED` clock status `U`
 * - `METER_ERROR` the meter reports an error, or that energy or time must not be billed
 *
 * Warnings only: `PAGINATION_GAP`, `CLOCK_INFORMATIVE`, `NO_ENERGY`.
 */
export type MeterProblemCode =
  | 'METER_SIGNATURE_INVALID'
  | 'METER_MISMATCH'
  | 'SESSION_REPLAYED'
  | 'SESSION_INCOMPLETE'
  | 'REGISTER_UNKNOWN'
  | 'REGISTER_BACKWARDS'
  | 'CLOCK_BACKWARDS'
  | 'CLOCK_UNSYNCHRONISED'
  | 'METER_ERROR'
  | 'PAGINATION_GAP'
  | 'CLOCK_INFORMATIVE'
  | 'NO_ENERGY'

/** One reason. `pointer` is `/record` or `/record/RD/reading`, by position. */
export type MeterProblem = Problem<MeterProblemCode>

/** Problems refuse, warnings do not. */
export interface Findings {
  readonly problems: readonly MeterProblem[]
  readonly warnings: readonly MeterProblem[]
}

/** Builds a {@link MeterProblem}. */
export function meterProblem(code: MeterProblemCode, detail: string, pointer?: string): MeterProblem {
  return pointer === undefined ? { code, detail } : { code, detail, pointer }
}
