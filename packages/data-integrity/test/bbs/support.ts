/** The keys of did:key DIDs as Multikeys, without a network. */
import { type ResolveMultikey, refused, verified } from '@energy-ssi/core'
import { decodeMultikey } from '@energy-ssi/keys'

/** Every key stands in every relationship. */
export const resolveDidMultikey: ResolveMultikey = (keyId) => {
  const [did = '', multikey = ''] = keyId.split('#')
  if (did !== `did:key:${multikey}`) return refused('INVALID_VERIFICATION_METHOD', 'There is no such key.')
  decodeMultikey(multikey)
  return verified({ keyId, controller: did, multikey })
}
