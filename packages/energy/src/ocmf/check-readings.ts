/** The state of meter and clock in every reading, and the course of the register from begin to end. */
import type { RegisterReading, RegisterReadings } from './begin-and-end.ts'
import { subtract } from './decimal.ts'
import { type Findings, type MeterProblem, meterProblem } from './meter-problem.ts'
import type { OcmfRecord } from './ocmf-record.ts'

/** Checks all readings, those of other registers included, and the values and times of the selected one. */
export function checkReadings(
  records: readonly OcmfRecord[],
  selected: RegisterReadings,
  unsynchronisedClock: 'refuse' | 'warn',
): Findings {
  const course = selected.all.flatMap((reading, i) => checkStep(selected.all[i - 1], reading))
  const clocks = checkClocks(records)
  const unsynchronised = clocks.filter(({ code }) => code === 'CLOCK_UNSYNCHRONISED')
  const informative = clocks.filter(({ code }) => code === 'CLOCK_INFORMATIVE')
  const refusing = unsynchronisedClock === 'refuse' ? unsynchronised : []
  const warning = unsynchronisedClock === 'refuse' ? informative : [...unsynchronised, ...informative]
  const isZero = course.length === 0 && subtract(selected.end.wattHours, selected.begin.wattHours).digits === 0n
  return {
    problems: [...checkStates(records), ...refusing, ...course],
    warnings: isZero ? [...warning, meterProblem('NO_ENERGY', 'The register did not move.')] : warning,
  }
}

function checkStates(records: readonly OcmfRecord[]): readonly MeterProblem[] {
  return records.flatMap(({ readings }, i) =>
    readings.flatMap(({ state, errors, transaction }, j) => {
      if (state === 'G' && errors === '' && transaction !== 'X') return []
      return [meterProblem('METER_ERROR', 'The meter reports an error in this reading.', `/${i}/RD/${j}`)]
    }),
  )
}

function checkClocks(records: readonly OcmfRecord[]): readonly MeterProblem[] {
  return records.flatMap(({ readings }, i) =>
    readings.flatMap(({ clock }, j) => {
      const pointer = `/${i}/RD/${j}/TM`
      if (clock === 'U') return [meterProblem('CLOCK_UNSYNCHRONISED', 'The clock is not synchronised.', pointer)]
      if (clock === 'I') return [meterProblem('CLOCK_INFORMATIVE', 'The clock is informative only.', pointer)]
      return []
    }),
  )
}

function checkStep(previous: RegisterReading | undefined, reading: RegisterReading): readonly MeterProblem[] {
  if (previous === undefined) return []
  const problems: MeterProblem[] = []
  if (subtract(reading.wattHours, previous.wattHours).digits < 0n) {
    problems.push(
      meterProblem('REGISTER_BACKWARDS', 'The register is below the reading before.', `${reading.pointer}/RV`),
    )
  }
  if (reading.time.getTime() < previous.time.getTime()) {
    problems.push(meterProblem('CLOCK_BACKWARDS', 'The time is before the reading before.', `${reading.pointer}/TM`))
  }
  return problems
}
