/** The cohesion of several records: one source, one context, pages that increase (OCMF 1.4.1, "Pagination"). */
import { type Findings, type MeterProblem, meterProblem } from './meter-problem.ts'
import type { OcmfRecord } from './ocmf-record.ts'

/** Checks the records in the order they came; `lastPagination` is the last page settled before. */
export function checkRecordOrder(
  records: readonly [OcmfRecord, ...OcmfRecord[]],
  lastPagination: number | undefined,
): Findings {
  const problems: MeterProblem[] = []
  const warnings: MeterProblem[] = []
  const [first] = records
  let previous = lastPagination
  for (const [i, record] of records.entries()) {
    if (!isSameSource(first, record)) {
      problems.push(meterProblem('METER_MISMATCH', 'The record is of another meter, gateway or context.', `/${i}`))
    }
    if (previous !== undefined && record.pagination <= previous) {
      problems.push(meterProblem('SESSION_REPLAYED', 'The page does not follow the one before.', `/${i}/PG`))
    } else if (i > 0 && previous !== undefined && record.pagination > previous + 1) {
      warnings.push(meterProblem('PAGINATION_GAP', 'Pages between this and the one before are missing.', `/${i}/PG`))
    }
    previous = record.pagination
  }
  return { problems, warnings }
}

function isSameSource(a: OcmfRecord, b: OcmfRecord): boolean {
  return a.context === b.context && a.meterSerial === b.meterSerial && a.gatewaySerial === b.gatewaySerial
}
