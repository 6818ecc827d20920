/** The cryptosuite bbs-2023, over the optional package `@digitalbazaar/bbs-signatures`. */
export { bbs2023, MAX_BBS_STATEMENTS } from './bbs-2023.ts'
export { type BbsKeyPair, bbsKeyFromSeed, createBbsSigner, importBbsKey } from './bbs-key.ts'
