/** Proof configurations as N-Quads. The usual ones differ in two values only, so their text is worked out once. */
import type { ContextLoader } from './canonicalise.ts'
import { canonicaliseCompiled } from './compiled/canonicalise-compiled.ts'
import type { Document, ProofOptions } from './cryptosuite.ts'

/** The canonical N-Quads of proof options under the contexts of a document; undefined for proofs other than the usual ones. */
export type ProofTemplates = (proof: ProofOptions, document: Document) => string | undefined

/** More are not kept: which contexts stand beside each other is the document's choice. */
const MAX_TEMPLATES = 500

/**
 * Templates over one loader.
 *
 * A usual proof has `type`, `cryptosuite` (or not, in Ed25519Signature2020), `created`, `verificationMethod` and `proofPurpose` and
 * nothing else, and names its key by a plain DID URL. All of them under the same contexts lead to the same lines in the same order
 * but for the time and the key, as long as those two stand in lines with a predicate of their own.
 */
export function createProofTemplates(load: ContextLoader): ProofTemplates {
  const known = new Map<string, Template | undefined>()
  // Proofs of one kind come in rows: the last template is found again without a key.
  let last: Kept = { type: '', cryptosuite: '', proofPurpose: '', contexts: [], template: undefined }
  const isAsBefore = ({ type, cryptosuite, proofPurpose }: ProofOptions, contexts: readonly string[]) =>
    type === last.type &&
    cryptosuite === last.cryptosuite &&
    proofPurpose === last.proofPurpose &&
    contexts.length === last.contexts.length &&
    contexts.every((url, i) => url === last.contexts[i])

  return (proof, document) => {
    const { created, verificationMethod } = proof
    if (created === undefined || !DID_URL.test(verificationMethod) || !isUsual(proof)) return undefined
    const contexts = document['@context']
    if (!isShortList(contexts)) return undefined
    if (isAsBefore(proof, contexts)) return last.template?.(created, verificationMethod)
    const key = JSON.stringify([proof.type, proof.cryptosuite, proof.proofPurpose, contexts])
    if (!known.has(key)) {
      if (known.size >= MAX_TEMPLATES) known.clear()
      const sample = { ...proof, created: CREATED, verificationMethod: METHOD, '@context': contexts }
      known.set(key, readTemplate(canonicaliseCompiled(sample, load)))
    }
    const template = known.get(key)
    last = {
      type: proof.type,
      cryptosuite: proof.cryptosuite,
      proofPurpose: proof.proofPurpose,
      contexts: [...contexts],
      template,
    }
    return template?.(created, verificationMethod)
  }
}

interface Kept {
  readonly type: string
  readonly cryptosuite: string | undefined
  readonly proofPurpose: string
  readonly contexts: readonly string[]
  readonly template: Template | undefined
}

/** `proof` has passed `checkProofMembers`, so `created` is a time and holds nothing to escape. */
function isUsual(proof: ProofOptions): boolean {
  for (const name of Object.keys(proof)) if (!USUAL_MEMBERS.has(name)) return false
  return true
}

const USUAL_MEMBERS: ReadonlySet<string> = new Set([
  'type',
  'cryptosuite',
  'created',
  'verificationMethod',
  'proofPurpose',
])

/** An absolute IRI without anything to escape, whose scheme has the same meaning in each. */
const DID_URL = /^did:[a-z0-9]{1,32}:[A-Za-z0-9._:%-]{1,2000}#[A-Za-z0-9._-]{1,500}$/

function isShortList(contexts: unknown): contexts is readonly string[] {
  return (
    Array.isArray(contexts) &&
    contexts.length <= 8 &&
    contexts.every((url) => typeof url === 'string' && url.length <= 200)
  )
}

type Template = (created: string, verificationMethod: string) => string

const CREATED = '2000-01-01T00:00:00Z'
const METHOD = 'did:example:1#1'

/**
 * The text of a sample with two gaps; undefined unless each value stands once, alone and behind a predicate of its own, and there
 * is but one blank node: several are labelled by what they say.
 */
function readTemplate(sample: string | undefined): Template | undefined {
  if (sample === undefined || sample.includes('_:c14n1')) return undefined
  const predicates = sample.split('\n').map((line) => line.split(' ')[1])
  if (new Set(predicates).size < predicates.length) return undefined
  const [before = '', rest = '', ...moreTimes] = sample.split(`"${CREATED}"`)
  const [between = '', after, ...moreMethods] = rest.split(`<${METHOD}>`)
  if (after === undefined || moreTimes.length + moreMethods.length > 0) return undefined
  // One key often makes many proofs within one second: their text is the same object, which is told at a glance.
  let last = { created: '', verificationMethod: '', text: '' }
  return (created, verificationMethod) => {
    if (last.created !== created || last.verificationMethod !== verificationMethod) {
      const text = `${before}"${created}"${between}<${verificationMethod}>${after}`
      last = { created, verificationMethod, text }
    }
    return last.text
  }
}
