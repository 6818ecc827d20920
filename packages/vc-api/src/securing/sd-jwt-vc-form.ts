/** SD-JWT VC (`dc+sd-jwt`): claims a holder discloses one by one; their status stands in Token Status Lists. */
import { type RandomBytes, utf8Decode, utf8Encode } from '@energy-ssi/core'
import { envelopeCredential, signJws } from '@energy-ssi/credential'
import { type SdJwtVcClaims, signSdJwtVc } from '@energy-ssi/credential/sd-jwt'
import { STATUS_LIST_TOKEN_TYP } from '@energy-ssi/status-list'
import { SD_JWT_VC_MODEL } from '../models/sd-jwt-vc-model.ts'
import { tokenStatusList } from '../status/status-list-content.ts'
import { checkHidden, checkMandatory, disclosableClaims } from './disclosable.ts'
import { envelopeToken } from './envelope.ts'
import { messageSigner, type SecuringForm } from './form.ts'

const MEDIA_TYPE = 'application/statuslist+jwt'

/** Claims that are never hidden: those a verifier judges by, and whose presentation it is. */
const FIXED = new Set([
  ...['iss', 'sub', 'aud', 'iat', 'nbf', 'exp', 'jti', 'cnf', 'status'],
  ...['vct', 'vct#integrity', 'aka_vcts'],
])

/** The form `sd-jwt-vc`. Every claim can be hidden but the registered ones, and those that the request calls mandatory. */
export function createSdJwtVcForm(randomBytes: RandomBytes) {
  return Object.freeze({
    securing: 'sd-jwt-vc',
    algorithm: 'ES256',
    model: SD_JWT_VC_MODEL,
    isSelective: true,
    statusListType: MEDIA_TYPE,
    secureCredential(claims, signer, at, { mandatoryPointers = [] } = {}) {
      checkMandatory(mandatoryPointers, claims)
      const dated = { iat: Math.floor(at.getTime() / 1000), ...claims }
      const disclose = disclosableClaims(claims, '', mandatoryPointers, FIXED)
      checkHidden(disclose)
      const token = signSdJwtVc(dated as object as SdJwtVcClaims, messageSigner(signer), { disclose, randomBytes })
      return envelopeToken('application/dc+sd-jwt', token)
    },

    async publishStatusList(list, { signer }) {
      const payload = JSON.stringify(tokenStatusList(list))
      const token = await signJws(payload, messageSigner(signer), STATUS_LIST_TOKEN_TYP)
      return { mediaType: MEDIA_TYPE, body: utf8Encode(token) }
    },
    readStatusList: (body) => ({ ...envelopeCredential(MEDIA_TYPE, utf8Decode(body)) }),
  } satisfies SecuringForm)
}
