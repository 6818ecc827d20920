/** Charging sessions as CSV, as charge-point back ends export them: every row accepted, or refused with a reason. */
import { parseDateTime, utf8Decode } from '@energy-ssi/core'
import { EnergyError } from '../errors.ts'
import { floor, parseDecimal, shift } from '../ocmf/decimal.ts'
import { readCsv } from '../register/csv.ts'

/** One charging session of one connector. */
export interface ChargingSession {
  /** Line of the file. */
  readonly line: number
  readonly sessionId: string
  readonly chargePointId: string
  readonly connectorId: string
  /** Local time as it was written, `YYYY-MM-DDThh:mm`, perhaps with seconds. */
  readonly startLocal: string
  readonly endLocal: string
  /** Rounded down. */
  readonly energyWh: number
}

/** Why a session is not used. */
export type SessionRefusalCode =
  | 'malformed_row'
  | 'malformed_time'
  | 'ends_before_start'
  | 'no_energy'
  | 'impossible_power'
  | 'overlap'

/** A session that is not used, and why. */
export interface RefusedSession {
  readonly line: number
  readonly code: SessionRefusalCode
  readonly reason: string
}

/** Every row of the file, in one of two lists. */
export interface ChargingSessions {
  readonly accepted: readonly ChargingSession[]
  readonly refused: readonly RefusedSession[]
}

const COLUMNS = ['session_no', 'charge_point_id', 'connector', 'start_local', 'end_local', 'kwh'] as const
const MAX_BYTES = 67_108_864
/** No public charging point gives more (megawatt charging aside). */
const MAX_WATTS = 400_000
/** Times are rounded to the minute. */
const MINUTE_MS = 60_000

/**
 * Reads charging sessions with the columns `session_no`, `charge_point_id`, `connector`, `start_local`, `end_local`, `kwh`.
 *
 * Refused are rows that are malformed, end before they start, delivered nothing or more than any connector can, and
 * sessions that overlap an earlier accepted one on the same connector.
 *
 * @throws {EnergyError} `invalid_sessions` - larger than 64 MiB, not UTF-8, or without these columns
 */
export function readChargingSessions(csv: string | Uint8Array): ChargingSessions {
  if (csv.length > MAX_BYTES) throw invalidSessions(`they are larger than ${MAX_BYTES} bytes`)
  const records = readCsv(typeof csv === 'string' ? csv : decode(csv))
  const header = records.next()
  const positions = header.done !== true && 'cells' in header.value ? columnPositions(header.value.cells) : undefined
  if (positions === undefined) throw invalidSessions(`the first line does not name the columns ${COLUMNS.join(', ')}`)

  const accepted: ChargingSession[] = []
  const refused: RefusedSession[] = []
  const busy = new Map<string, Interval[]>()
  for (const record of records) {
    const cells = 'cells' in record ? positions.map((position) => record.cells[position] ?? '') : []
    const parsed = parseSession(record.line, cells)
    const outcome = 'code' in parsed ? parsed : (checkOverlap(parsed, busy) ?? parsed.session)
    if ('code' in outcome) refused.push(outcome)
    else accepted.push(outcome)
  }
  return { accepted, refused }
}

interface Interval {
  readonly start: number
  readonly end: number
}

interface TimedSession extends Interval {
  readonly session: ChargingSession
}

function parseSession(line: number, cells: readonly string[]): TimedSession | RefusedSession {
  const refuse = (code: SessionRefusalCode, reason: string) => ({ line, code, reason })
  const [sessionId, chargePointId, connectorId, startLocal, endLocal, kwh] = cells
  if (!sessionId || !chargePointId || !connectorId || !startLocal || !endLocal || !kwh) {
    return refuse('malformed_row', 'a value is missing')
  }
  const energy = parseDecimal(kwh)
  if (energy === undefined) return refuse('malformed_row', 'the energy is not a number')
  const start = parseLocal(startLocal)
  const end = parseLocal(endLocal)
  if (start === undefined || end === undefined) return refuse('malformed_time', 'a time is not YYYY-MM-DDThh:mm')
  if (end < start) return refuse('ends_before_start', 'the session ends before it starts')
  const energyWh = Number(floor(shift(energy, 3)))
  if (energyWh <= 0) return refuse('no_energy', 'no energy was delivered')
  if (energyWh > (MAX_WATTS * (end - start + MINUTE_MS)) / 3_600_000) {
    return refuse('impossible_power', 'no connector delivers so much energy in this time')
  }
  return { session: { line, sessionId, chargePointId, connectorId, startLocal, endLocal, energyWh }, start, end }
}

/** Accepted sessions of one connector do not overlap, so in the order of their starts only the neighbours can. */
function checkOverlap(
  { session, start, end }: TimedSession,
  busy: Map<string, Interval[]>,
): RefusedSession | undefined {
  const key = JSON.stringify([session.chargePointId, session.connectorId])
  const others = busy.get(key) ?? []
  let at = others.length
  while (at > 0 && (others[at - 1] as Interval).start > start) at--
  const before = others[at - 1]
  const after = others[at]
  if ((before !== undefined && before.end > start) || (after !== undefined && after.start < end)) {
    return { line: session.line, code: 'overlap', reason: 'the connector was busy with another session' }
  }
  others.splice(at, 0, { start, end })
  busy.set(key, others)
  return undefined
}

function columnPositions(cells: readonly string[]): readonly number[] | undefined {
  const positions = COLUMNS.map((name) => cells.indexOf(name))
  return positions.includes(-1) ? undefined : positions
}

function parseLocal(text: string): number | undefined {
  return parseDateTime(text.length === 16 ? `${text}:00` : text)
}

function decode(csv: Uint8Array): string {
  try {
    return utf8Decode(csv)
  } catch (cause) {
    throw invalidSessions('they are not well-formed UTF-8', cause)
  }
}

function invalidSessions(reason: string, cause?: unknown): EnergyError {
  return new EnergyError('invalid_sessions', `The charging sessions cannot be read: ${reason}.`, { cause })
}
