/** Allocate, flip, encode, decode and look up credential status: Bitstring Status List 1.0 and Token Status List, unsigned only. */
export { type Bits, bitsOf, createBits, MAX_STATUS_LIST_LENGTH, MIN_STATUS_LIST_LENGTH } from './bits.ts'
export { decodeBitstring, encodeBitstring, MAX_STATUS_LIST_BYTES } from './bitstring.ts'
export {
  createStatusListCredential,
  createStatusListEntry,
  STATUS_LIST_CONTEXT,
  type StatusListCredential,
  type StatusListCredentialOptions,
  type StatusListEntry,
} from './create-status-list.ts'
export { StatusListError, type StatusListErrorCode } from './errors.ts'
export {
  createIndexAllocator,
  type IndexAllocator,
  type IndexAllocatorParts,
  type LeaseBlock,
  type LeasedBlock,
} from './index-allocator.ts'
export { createIndexPermutation } from './index-permutation.ts'
export {
  lookUpStatus,
  type OpenStatusList,
  openStatusList,
  type ReadStatusOptions,
  readStatus,
  type Status,
} from './read-status.ts'
export {
  lookUpTokenStatus,
  type OpenTokenStatusList,
  openTokenStatusList,
  parseTokenStatusClaim,
  type TokenStatus,
  type TokenStatusName,
} from './read-token-status.ts'
export {
  createTokenStatusClaim,
  createTokenStatusListClaims,
  decodeTokenStatusList,
  type EncodedTokenStatusList,
  encodeTokenStatusList,
  STATUS_LIST_TOKEN_TYP,
  type TokenStatusClaim,
  type TokenStatusListClaims,
} from './token-status-list.ts'
export { createTokenStatuses, type StatusSize, type TokenStatuses, tokenStatusesOf } from './token-statuses.ts'
