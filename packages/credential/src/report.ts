/** Collects what a validation finds, up to a limit. */
import { type Problem, type ProblemCode, problem, type Verification } from '@energy-ssi/core'

/** A document with more problems than this is reported with the first ones only. */
export const MAX_PROBLEMS = 50

/** Notes one problem at a JSON pointer; `MALFORMED_VALUE_ERROR` unless said otherwise. */
export type Report = (pointer: string, detail: string, code?: ProblemCode) => void

/** An empty list of problems and the function that fills it. */
export function collectProblems(): { readonly problems: readonly Problem[]; readonly report: Report } {
  const problems: Problem[] = []
  const report: Report = (pointer, detail, code = 'MALFORMED_VALUE_ERROR') => {
    if (problems.length < MAX_PROBLEMS) problems.push(problem(code, detail, pointer))
  }
  return { problems, report }
}

/** One step of a JSON pointer (RFC 6901 §3). */
export function step(key: string | number): string {
  const name = String(key)
  if (!name.includes('~') && !name.includes('/')) return `/${name}`
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The negative verdict for a problem at hand. */
export function refusedFor(reason: Problem): Verification<never> {
  return { verified: false, problems: [reason] }
}
