/** The error of this package. */
import { SsiError } from '@energy-ssi/core'

/** Codes of {@link EnergyError}. */
export type EnergyErrorCode =
  | 'invalid_identifier'
  | 'invalid_meter_key'
  | 'invalid_ocmf'
  | 'invalid_register'
  | 'invalid_sessions'
  | 'invalid_credential'

/** Input that is not what its format demands. The message names the rule, never the value. */
export class EnergyError extends SsiError<EnergyErrorCode> {
  override readonly name = 'EnergyError'
}
