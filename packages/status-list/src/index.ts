/**
 * Allocate, flip, encode, decode and look up credential status: Bitstring Status List 1.0, StatusList2021 and Token Status
 * List, unsigned only.
 */
export {
  type DecodeBitstringOptions,
  decodeBitstring,
  decodeStatusList2021,
  encodeBitstring,
  encodeStatusList2021,
} from './bitstring.ts'
export { type BitstringStatuses, bitstringStatusesOf, createBitstringStatuses } from './bitstring-statuses.ts'
export {
  type CheckStatusesOptions,
  checkStatuses,
  OUT_OF_RANGE,
  readMany,
  type StatusPlaces,
} from './check-statuses.ts'
export {
  createStatusListCredential,
  createStatusListEntry,
  STATUS_LIST_CONTEXT,
  type StatusListCredential,
  type StatusListCredentialOptions,
  type StatusListEntry,
  type StatusListEntryOptions,
} from './create-status-list.ts'
export { createDecoys, type DecoyOptions, type Decoys } from './decoys.ts'
export { StatusListError, type StatusListErrorCode } from './errors.ts'
export { createIncrementalEncoder, type IncrementalEncoder } from './incremental-encoder.ts'
export {
  createIndexAllocator,
  type IndexAllocator,
  type IndexAllocatorParts,
  type LeaseBlock,
  type LeasedBlock,
} from './index-allocator.ts'
export { createIndexPermutation } from './index-permutation.ts'
export { MAX_STATUS_LIST_BYTES, MAX_STATUS_LIST_LENGTH, MAX_STATUS_SIZE, MIN_STATUS_LIST_LENGTH } from './limits.ts'
export { type OpenStatusList, openStatusList, type ReadStatusOptions } from './open-status-list.ts'
export { lookUpStatus, readStatus, type Status } from './read-status.ts'
export {
  lookUpTokenStatus,
  type OpenTokenStatusList,
  openTokenStatusList,
  parseTokenStatusClaim,
  type TokenStatus,
  type TokenStatusName,
  type TokenStatusPlace,
} from './read-token-status.ts'
export {
  createStatusList2021Credential,
  createStatusList2021Entry,
  STATUS_LIST_2021_CONTEXT,
  type StatusList2021Credential,
  type StatusList2021Entry,
} from './status-list-2021.ts'
export {
  createStatusListAggregation,
  parseStatusListAggregation,
  type StatusListAggregation,
} from './status-list-aggregation.ts'
export type { StatusListForm } from './status-list-forms.ts'
export type { BitOrder, StatusMap } from './status-map.ts'
export type { StatusMessage } from './status-messages.ts'
export {
  createTokenStatusClaim,
  createTokenStatusListClaims,
  decodeTokenStatusList,
  type EncodedTokenStatusList,
  encodeTokenStatusList,
  STATUS_LIST_TOKEN_TYP,
  type TokenStatusClaim,
  type TokenStatusListClaims,
  type TokenStatusListOptions,
} from './token-status-list.ts'
export { createTokenStatuses, type StatusSize, type TokenStatuses, tokenStatusesOf } from './token-statuses.ts'
