/** JSON Pointers into documents, at random. */
import type { Random } from '../differential/random.ts'

/** Up to six pointers to members and items of a document, now and then to what is not there. */
export function choosePointers(random: Random, document: object): readonly string[] {
  const all = listPointers(document, '')
  if (all.length === 0) return []
  const chosen = Array.from({ length: random.below(7) }, () => random.pick(all))
  return random.oneIn(12) ? [...chosen, `${random.pick(all)}/${random.pick(['0', 'name', 'nothing'])}`] : chosen
}

/** The pointers to all members and items below a value. */
export function listPointers(value: unknown, pointer: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => {
    const here = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    return name.startsWith('@') ? [] : [here, ...listPointers(member, here)]
  })
}
