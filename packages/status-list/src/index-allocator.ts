/** Hands out positions of status lists one by one from leased blocks. */
import { StatusListError } from './errors.ts'

/** Positions `start … start + count − 1` of a list that belong to whoever leased them, and to nobody else ever. */
export interface LeasedBlock {
  readonly start: number
  readonly count: number
  /** Positions of the list that nobody has leased yet, where the store tells. */
  readonly remaining?: number
}

/**
 * Leases up to `count` positions of a list; undefined when all of them are leased. Blocks of racing callers, also in
 * other processes, never overlap.
 */
export type LeaseBlock = (listId: string, count: number) => Promise<LeasedBlock | undefined>

/** Collaborators and settings of {@link createIndexAllocator}. */
export interface IndexAllocatorParts {
  readonly lease: LeaseBlock
  /** Positions leased at once; 64 by default. A crash loses at most so many per list. */
  readonly blockSize?: number
  /** Positions that are passed over, see `createDecoys`. */
  readonly isDecoy?: (listId: string, position: number) => boolean
  /**
   * Told once per list when fewer than `lowMark` of its positions are left to lease: time to open the next list, so that
   * nobody has to wait for it. It needs a lease that tells what remains. What it throws fails the callers of that lease.
   */
  readonly onLow?: (listId: string) => void
  /** By default 8,192. */
  readonly lowMark?: number
}

/** Hands out positions. */
export interface IndexAllocator {
  /**
   * A position of the list that nobody else got or will get; undefined when the list is full. To be turned into an
   * index by the list's permutation.
   * @throws {StatusListError} `lease_refused` - the lease answered with a block that holds no position
   */
  allocate(listId: string): Promise<number | undefined>
}

/**
 * Creates an allocator that keeps one leased block per list. Racing callers share one lease in flight; if it fails,
 * each of them gets its error and the next call leases again.
 */
export function createIndexAllocator(parts: IndexAllocatorParts): IndexAllocator {
  const { lease, blockSize = 64, isDecoy = () => false, onLow, lowMark = 8_192 } = parts
  if (!Number.isInteger(blockSize) || blockSize < 1) throw new TypeError('The block size is a positive integer.')
  const blocks = new Map<string, { next: number; end: number }>()
  const leases = new Map<string, Promise<boolean>>()
  const low = new Set<string>()

  const refill = async (listId: string): Promise<boolean> => {
    const block = await lease(listId, blockSize)
    if (block === undefined) return false
    if (block.count < 1) throw new StatusListError('lease_refused', 'A leased block holds no position.')
    blocks.set(listId, { next: block.start, end: block.start + block.count })
    if (block.remaining !== undefined && block.remaining < lowMark && !low.has(listId)) {
      low.add(listId)
      onLow?.(listId)
    }
    return true
  }
  const sharedRefill = (listId: string): Promise<boolean> => {
    let pending = leases.get(listId)
    if (pending === undefined) {
      pending = refill(listId).finally(() => leases.delete(listId))
      leases.set(listId, pending)
    }
    return pending
  }
  const take = (listId: string): number | undefined => {
    const block = blocks.get(listId)
    if (block === undefined) return undefined
    const position = block.next++
    if (block.next === block.end) blocks.delete(listId)
    return position
  }

  return Object.freeze({
    async allocate(listId: string) {
      for (;;) {
        const position = take(listId)
        if (position !== undefined && !isDecoy(listId, position)) return position
        if (position !== undefined) continue
        if (!(await sharedRefill(listId))) return undefined
      }
    },
  })
}
