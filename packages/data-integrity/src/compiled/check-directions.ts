/** Texts with base direction, where the complete processor does not tell them apart. */
import { leave } from './outside.ts'
import { type Quads, writeLine } from './quads.ts'

const DIRECTED = /"\^\^<https:\/\/www\.w3\.org\/ns\/i18n#([a-z0-9-]*)_(?:ltr|rtl)>/

/**
 * The complete processor takes two texts for one if they differ in nothing but their base direction.
 * @throws {OutsideSubset} where there are two such texts
 */
export function checkDirections({ all }: Quads): void {
  const lines = all
    .map(({ subject, predicate, object, graph }) =>
      writeLine({ subject: `${subject}`, predicate, object: `${object}`, graph: `${graph}` }),
    )
    .map((line) => line.replace(DIRECTED, (_, language) => (language === '' ? '"' : `"@${language}`)))
  if (new Set(lines).size < lines.length) leave('texts that differ in base direction only')
}
