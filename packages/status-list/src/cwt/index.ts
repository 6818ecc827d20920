/** Token Status List in CBOR: the payload of a Status List Token as a CWT, and the status claim of tokens in COSE. */
export {
  createTokenStatusCborClaim,
  lookUpTokenStatusCbor,
  parseTokenStatusCborClaim,
  STATUS_CLAIM_KEY,
} from './status-claim.ts'
export {
  createTokenStatusListCwt,
  decodeTokenStatusListCbor,
  encodeTokenStatusListCbor,
  openTokenStatusListCwt,
  STATUS_LIST_CWT_TYP,
} from './status-list-cwt.ts'
