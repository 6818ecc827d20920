/** Lets concurrent commits share a transaction, so that durability is paid once for many. */
import { StoreError } from '@energy-ssi/vc-api/store'

/** How to commit. Whatever happens, of each item everything is written or nothing. */
export interface Committer<Item, Outcome> {
  /** Commits one item by itself. */
  readonly one: (item: Item) => Promise<Outcome>
  /**
   * Commits items in one transaction, outcomes in their order. Of an item whose outcome is undefined, and of all of them
   * if it throws, nothing was written (unless the error is `store_unavailable`: then nobody knows).
   */
  readonly many: (items: readonly Item[]) => Promise<readonly (Outcome | undefined)[]>
  /** Bytes of an item, about. */
  readonly weigh: (item: Item) => number
}

const MAX_ITEMS = 256
const MAX_WEIGHT = 4 * 1024 * 1024

interface Waiting<Item, Outcome> {
  readonly item: Item
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

/**
 * Creates the function that commits an item, in a group where it can: callers of one turn of the event loop, and those that came while the group before was
 * written, form the next group. Members that the group leaves undecided are committed one by one, so a bad one spoils
 * nobody else's outcome; only if the store is unavailable, all of them fail.
 */
export function createGroupCommit<Item, Outcome>(
  committer: Committer<Item, Outcome>,
): (item: Item) => Promise<Outcome> {
  let waiting: Waiting<Item, Outcome>[] = []
  let running = false

  const schedule = () => {
    if (running || waiting.length === 0) return
    running = true
    setImmediate(() => {
      void run()
    })
  }
  const run = async () => {
    const group = takeGroup(waiting, committer.weigh)
    waiting = waiting.slice(group.length)
    await commitGroup(group, committer)
    running = false
    schedule()
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      schedule()
    })
}

function takeGroup<Item, Outcome>(
  waiting: readonly Waiting<Item, Outcome>[],
  weigh: (item: Item) => number,
): readonly Waiting<Item, Outcome>[] {
  let weight = 0
  const end = waiting.findIndex(({ item }, i) => {
    weight += weigh(item)
    return i > 0 && (i === MAX_ITEMS || weight > MAX_WEIGHT)
  })
  return end < 0 ? waiting : waiting.slice(0, end)
}

/** Settles every member; never rejects. */
async function commitGroup<Item, Outcome>(
  group: readonly Waiting<Item, Outcome>[],
  committer: Committer<Item, Outcome>,
): Promise<void> {
  const outcomes = group.length > 1 ? await tryTogether(group, committer) : []
  if (outcomes instanceof StoreError) {
    for (const { reject } of group) reject(outcomes)
    return
  }
  for (const [i, { item, resolve, reject }] of group.entries()) {
    const outcome = outcomes[i]
    if (outcome !== undefined) resolve(outcome)
    else await committer.one(item).then(resolve, reject)
  }
}

async function tryTogether<Item, Outcome>(
  group: readonly Waiting<Item, Outcome>[],
  committer: Committer<Item, Outcome>,
): Promise<readonly (Outcome | undefined)[] | StoreError> {
  try {
    return await committer.many(group.map(({ item }) => item))
  } catch (error) {
    return error instanceof StoreError && error.code === 'store_unavailable' ? error : []
  }
}
