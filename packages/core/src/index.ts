/** Bytes and encodings, safe JSON, errors, verdicts and port types. */
export { base58btcDecode, base58btcEncode } from './base58btc.ts'
export { base64urlDecode, base64urlEncode } from './base64url.ts'
export { concatBytes, equalBytes, hexDecode, hexEncode, utf8Decode, utf8Encode } from './bytes.ts'
export { formatDateTimeStamp, parseDateTime, parseDateTimeStamp } from './datetime.ts'
export { systemClock, systemRandomBytes } from './defaults.ts'
export { CoreError, type CoreErrorCode, SsiError } from './errors.ts'
export { canonicalJson } from './jcs.ts'
export { isObject, type Json, type JsonObject, MAX_JSON_DEPTH, parseJson } from './json.ts'
export {
  type MultibasePrefix,
  multibaseDecode,
  multibaseEncode,
  multihashSha256,
  varintDecode,
  varintEncode,
} from './multibase.ts'
export type {
  Awaitable,
  Clock,
  Fetch,
  FetchRequest,
  FetchResponse,
  MultikeyMethod,
  RandomBytes,
  ResolveKey,
  ResolveMultikey,
  SignatureAlgorithm,
  Signer,
  VerificationKey,
  VerificationRelationship,
} from './ports.ts'
export { isUrl, MAX_URL_LENGTH } from './url.ts'
export {
  hasProblems,
  type Problem,
  type ProblemCode,
  type Problems,
  problem,
  refused,
  type Verification,
  verified,
} from './verification.ts'
