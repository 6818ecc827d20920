/** Vitest reporter: ends every run with the plain line `N passed, N failed`, and any failure in it with exit code 1. */
import type { Reporter, TestModule, Vitest } from 'vitest/node'

/**
 * Counts what a reader would call a failure: failed and skipped tests (this project has none to skip), files that
 * could not be imported or hold no test, hooks that threw, errors outside any test, and a run without any test.
 */
export default class ClosingLine implements Reporter {
  #isFiltered = false

  onInit(vitest: Vitest): void {
    this.#isFiltered = vitest.config.testNamePattern !== undefined
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0
    let failed = errors.length
    for (const module of modules) {
      failed += module.errors().length
      for (const suite of module.children.allSuites()) failed += suite.errors().length
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state !== 'skipped' || !this.#isFiltered) failed++
      }
    }
    if (passed + failed === 0) failed = 1
    process.on('exit', () => {
      console.log(`${passed} passed, ${failed} failed`)
      if (failed > 0) process.exitCode = 1
    })
  }
}
