/** What verifying has to know of the documents of each model, once their integrity is certain. */
import { type Clock, isObject, type Problem, problem } from '@energy-ssi/core'
import { type Credential, checkValidityPeriod, identifierOf } from '@energy-ssi/credential'
import type { CredentialSteps } from '../report.ts'
import { checkStatus, type StatusFindings } from '../status/check-status.ts'
import { checkTokenStatus } from '../status/check-token-status.ts'
import type { StatusListSource } from '../status/status-list-source.ts'
import { checkDataModel } from './check-data-model.ts'
import type { Unsigned } from './credential-model.ts'

/** What a validity period says now. */
export interface PeriodFindings {
  readonly problems: readonly Problem[]
  readonly steps: Pick<CredentialSteps, 'validFrom' | 'validUntil'>
}

/** A model of credentials, as the verifying story needs it. */
export interface VerifiedModel {
  issuerOf(document: Unsigned): string | undefined
  /** What the document breaks of its model. */
  check(document: Unsigned): readonly Problem[]
  checkPeriod(document: Unsigned, now: Date): PeriodFindings
  checkStatus(document: Unsigned, issuer: string, source: StatusListSource, clock: Clock): Promise<StatusFindings>
}

const NONE: StatusFindings = { problems: [], steps: [] }

function merge(first: StatusFindings, second: StatusFindings): StatusFindings {
  return { problems: [...first.problems, ...second.problems], steps: [...first.steps, ...second.steps] }
}

/** The claim `status` is one of every JSON Web Token (Token Status List §6.2), also of one that holds a credential. */
function namesTokenList({ status }: Unsigned): boolean {
  return isObject(status) && status.status_list !== undefined
}

/** Where an issuer took its status entry over into the claims it counts, and any other claim of that name does not. */
function namesBitstring({ credentialStatus }: Unsigned): boolean {
  return [credentialStatus].flat().some((entry) => isObject(entry) && entry.statusListCredential !== undefined)
}

/** Credentials of the W3C data model. */
const VCDM: VerifiedModel = {
  issuerOf: ({ issuer }) => identifierOf(issuer),
  check: checkDataModel,
  checkPeriod(document, now) {
    const found = checkValidityPeriod(document as Credential, now)
    const from = document.validFrom ?? document.issuanceDate
    const until = document.validUntil ?? document.expirationDate
    return findings(found, from, until)
  },
  checkStatus: async (document, ...rest) =>
    merge(
      await checkStatus(document, ...rest),
      namesTokenList(document) ? await checkTokenStatus(document, ...rest) : NONE,
    ),
}

const SKEW_SECONDS = 60

/** Claims of SD-JWT VC; their form was checked together with their signature. */
const SD_JWT_VC: VerifiedModel = {
  issuerOf: ({ iss }) => (typeof iss === 'string' ? iss : undefined),
  check: () => [],
  checkPeriod({ nbf, exp }, now) {
    const seconds = now.getTime() / 1000
    const isEarly = typeof nbf === 'number' && seconds < nbf - SKEW_SECONDS
    const isLate = typeof exp === 'number' && seconds >= exp + SKEW_SECONDS
    const found = isEarly
      ? problem('CREDENTIAL_NOT_YET_VALID', 'The credential is not valid yet.', '/nbf')
      : isLate
        ? problem('CREDENTIAL_EXPIRED', 'The credential has expired.', '/exp')
        : undefined
    return findings(found, nbf, exp)
  },
  checkStatus: async (claims, ...rest) =>
    merge(await checkTokenStatus(claims, ...rest), namesBitstring(claims) ? await checkStatus(claims, ...rest) : NONE),
}

function findings(found: Problem | undefined, from: unknown, until: unknown): PeriodFindings {
  return {
    problems: found === undefined ? [] : [found],
    steps: {
      ...(from !== undefined && { validFrom: { verified: found?.code !== 'CREDENTIAL_NOT_YET_VALID', input: from } }),
      ...(until !== undefined && { validUntil: { verified: found?.code !== 'CREDENTIAL_EXPIRED', input: until } }),
    },
  }
}

/** The models by name. */
export const VERIFIED_MODELS = Object.freeze({ vcdm: VCDM, 'sd-jwt-vc': SD_JWT_VC })
