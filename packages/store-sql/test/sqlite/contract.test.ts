import { openSqliteStore } from '../../src/index.ts'
import { describeContracts } from '../support/describe-contracts.ts'
import { temporaryFile } from '../support/temporary-folder.ts'

describeContracts('libsql', async (options) => {
  const path = temporaryFile()
  return () => openSqliteStore({ path, ...options })
})
