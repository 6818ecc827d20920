/** The contract of the store: one list of rules that every implementation keeps. Free of any test framework. */
import { credentialRules } from './contract-credentials.ts'
import { oneTimeRules } from './contract-one-time.ts'
import type { StoreRule } from './contract-rule.ts'
import { statusRules } from './contract-status.ts'
import { tenantRules } from './contract-tenants.ts'

export type { OpenedStore, OpenStore, StoreRule } from './contract-rule.ts'

/**
 * The rules of the {@link import('./port.ts').Store | Store} port.
 *
 * Run each as a test of its own: `for (const { title, run } of storeContract) test(title, () => run(open))`. A rule
 * whose `needs` the implementation cannot serve (the memory twin outlives nothing) is left out by its runner.
 *
 * @throws `AssertionError` of node:assert from `run`, where the implementation breaks the rule
 */
export const storeContract: readonly StoreRule[] = [...credentialRules, ...statusRules, ...oneTimeRules, ...tenantRules]
