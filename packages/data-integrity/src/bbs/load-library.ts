/** The optional package behind bbs-2023, loaded when it is first needed: importing the subpath does not ask for it. */
/// <reference path="./bbs-signatures.d.ts" />

/** The library; rejects with Node's `ERR_MODULE_NOT_FOUND` where it is not installed. */
export function loadLibrary(): Promise<typeof import('@digitalbazaar/bbs-signatures')> {
  return import('@digitalbazaar/bbs-signatures')
}

/** The one ciphersuite of bbs-2023. */
export const CIPHERSUITE = 'BLS12-381-SHA-256'
