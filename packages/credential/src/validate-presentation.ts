/** Whether a value is a presentation of VCDM 1.1 or 2.0, to the letter. */
import { isObject, type Problem } from '@energy-ssi/core'
import type { ModelVersion } from './base-contexts.ts'
import { checkJson } from './check-json.ts'
import { checkNoAliases, checkParty, checkTypedObjects, checkTypes } from './check-members.ts'
import { checkEnvelope } from './envelope.ts'
import { isCompactJws } from './jws.ts'
import { hasType, identifierOf } from './model.ts'
import { collectProblems, type Report, step } from './report.ts'
import { checkContext } from './validate-context.ts'
import { checkCredential } from './validate-credential.ts'

/** Members whose objects must say their `type`, and whether they must have an `id`, by version. */
const TYPED_MEMBERS: Readonly<Record<ModelVersion, readonly (readonly [member: string, idRequired: boolean])[]>> = {
  '1.1': [
    ['proof', false], // §4.7
    ['refreshService', true], // §5.5
    ['termsOfUse', false], // §5.6
  ],
  '2.0': [
    ['proof', false], // §4.12
    ['refreshService', false], // §5.4
    ['termsOfUse', false], // §5.5
    ['confidenceMethod', false], // §5.10
    ['renderMethod', false], // §5.10
  ],
}

/**
 * What keeps a value from being a presentation of VCDM 1.1 or 2.0; nothing if it is one. The credentials in it are
 * validated as well, each against the version its own `@context` names; enveloped ones are not opened.
 *
 * A credential must carry a proof or come in an envelope. VCDM 2.0 §4.13.4 excepts the holder's own: those share the
 * securing of the presentation.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations
 * @see https://www.w3.org/TR/vc-data-model/#presentations-0
 */
export function validatePresentation(value: unknown): readonly Problem[] {
  const { problems, report } = collectProblems()
  checkPresentation(value, report)
  return problems
}

function checkPresentation(value: unknown, report: Report): void {
  if (!isObject(value)) {
    report('', 'A presentation must be a JSON object.')
    return
  }
  const { version, terms, literals } = checkContext(value['@context'], '', report)
  checkNoAliases(value, '', report)
  checkTypes(value, 'VerifiablePresentation', version, terms, '', report)
  if (value.holder !== undefined) checkParty(value.holder, '/holder', report)
  for (const [member, idRequired] of TYPED_MEMBERS[version ?? '2.0']) {
    checkTypedObjects(value[member], idRequired, `/${member}`, report)
  }
  checkCredentials(value.verifiableCredential, identifierOf(value.holder), version ?? '2.0', report)
  checkJson(value, '', report, literals, 'verifiableCredential')
}

function checkCredentials(value: unknown, holder: string | undefined, version: ModelVersion, report: Report): void {
  const at = '/verifiableCredential'
  if (value === undefined) return
  if (!Array.isArray(value)) {
    checkOne(value, holder, version, at, report)
    return
  }
  if (value.length === 0) {
    report(at, '"verifiableCredential" must hold at least one credential, or be absent.')
    return
  }
  value.forEach((item: unknown, i) => {
    checkOne(item, holder, version, at + step(i), report)
  })
}

function checkOne(value: unknown, holder: string | undefined, version: ModelVersion, at: string, report: Report): void {
  if (typeof value === 'string' && version === '1.1') {
    if (!isCompactJws(value)) report(at, 'A string among the credentials must be a compact JWT.')
    return
  }
  if (!isObject(value)) {
    report(at, 'A credential must be a JSON object.')
    return
  }
  if (hasType(value.type, 'EnvelopedVerifiableCredential')) {
    checkEnvelope(value, 'EnvelopedVerifiableCredential', at, report)
    checkJson(value, at, report, new Set(), 'id')
    return
  }
  checkCredential(value, at, report)
  const selfAsserted = version === '2.0' && holder !== undefined && identifierOf(value.issuer) === holder
  if (value.proof === undefined && !selfAsserted) {
    report(at, 'A credential in a presentation must be secured, unless its issuer is the holder.', 'PROOF_MISSING')
  }
}
