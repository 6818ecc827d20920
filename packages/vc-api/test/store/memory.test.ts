import { describe, test } from 'vitest'
import { storeContract } from '../../src/store/contract.ts'
import { createMemoryStore } from '../../src/store/memory.ts'

describe('the store in memory keeps the store contract', () => {
  for (const { title, run } of storeContract.filter(({ needs }) => needs === undefined)) {
    test(title, () => run(async () => ({ store: createMemoryStore() })))
  }
})
