/** All rows of the benchmark, one file per package. */
import type { Peers } from '../load-peers.ts'
import type { Row } from '../row.ts'
import { batchRows } from './batch.ts'
import { credentialRows } from './credential.ts'
import { dataIntegrityRows } from './data-integrity.ts'
import { didRows } from './did.ts'
import { sdJwtRows } from './sd-jwt.ts'
import { selectiveRows } from './selective.ts'
import { statusListRows } from './status-list.ts'

/** Every row, in the order they are printed. */
export function listRows(peers: Peers): readonly Row[] {
  return [
    ...dataIntegrityRows(peers),
    ...selectiveRows(peers),
    ...credentialRows(peers),
    ...sdJwtRows(peers),
    ...batchRows(peers),
    ...statusListRows(peers),
    ...didRows(),
  ]
}
