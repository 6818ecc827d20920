// Not timed: signing and verifying with the peers, to prove that own and peer output verify crosswise.
import crypto from 'node:crypto';
import {SDJwtVcInstance} from '@sd-jwt/sd-jwt-vc';
import {verifyCredential} from 'did-jwt-vc';
import * as jose from 'jose';
import {issuerId, nodeKeys} from './support.mjs';

/** A compact JWS made by jose. */
export async function signWithJose(payload, header) {
  const text = new TextEncoder().encode(JSON.stringify(payload));
  return new jose.CompactSign(text).setProtectedHeader(header).sign(nodeKeys()[header.alg].privateKey);
}

/** Payload of a JWT, if jose accepts it. */
export async function verifyWithJose(token, alg, options) {
  return (await jose.jwtVerify(token, nodeKeys()[alg].publicKey, {algorithms: [alg], ...options})).payload;
}

/** Whether did-jwt-vc accepts a VC-JWT signed with the key `keyId`. */
export async function verifyWithDidJwtVc(token, alg, document, keyId) {
  const did = issuerId(document);
  const method = {
    id: keyId, type: 'JsonWebKey2020', controller: did, publicKeyJwk: nodeKeys()[alg].publicKey.export({format: 'jwk'})
  };
  const didDocument = {id: did, verificationMethod: [method], assertionMethod: [keyId], authentication: [keyId]};
  const resolver = {resolve: async () => ({didResolutionMetadata: {}, didDocumentMetadata: {}, didDocument})};
  return (await verifyCredential(token, resolver)).verified;
}

/** Claims of an SD-JWT VC signed with the test key, if @sd-jwt accepts it; with `nonce` also its key binding. */
export async function verifyWithSdJwt(text, holderKey, nonce) {
  const verifyWith = key => async (data, signature) => crypto.verify('sha256', Buffer.from(data),
    {key, dsaEncoding: 'ieee-p1363'}, Buffer.from(signature, 'base64url'));
  const sdJwt = new SDJwtVcInstance({
    hasher: data => crypto.createHash('sha256').update(typeof data === 'string' ? data : Buffer.from(data)).digest(),
    hashAlg: 'sha-256', verifier: verifyWith(nodeKeys().ES256.publicKey),
    kbVerifier: verifyWith(crypto.createPublicKey({key: holderKey, format: 'jwk'}))
  });
  return (await sdJwt.verify(text, nonce === undefined ? {} : {keyBindingNonce: nonce})).payload;
}
