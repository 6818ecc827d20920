/** Labels of blank nodes that tell nothing about what is not disclosed (vc-di-ecdsa §3.4.4, vc-di-bbs §3.2.1). */
import { createHmac } from 'node:crypto'

/** The labels of the nodes `c14n0`, `c14n1` … in this order, without `_:`. */
export type CreateLabels = (nodes: number) => readonly string[]

/**
 * The HMAC of each canonical label.
 * @param hmacKey - 32 bytes
 * @see https://www.w3.org/TR/vc-di-ecdsa/#createhmacidlabelmapfunction
 */
export function hmacLabels(hmacKey: Uint8Array): CreateLabels {
  const label = (node: number) => `u${createHmac('sha256', hmacKey).update(`c14n${node}`).digest('base64url')}`
  return (nodes) => Array.from({ length: nodes }, (_, node) => label(node))
}

/**
 * The rank of that HMAC among those of all nodes.
 * @param hmacKey - 32 bytes
 * @see https://www.w3.org/TR/vc-di-bbs/#createshuffledidlabelmapfunction
 */
export function shuffledLabels(hmacKey: Uint8Array): CreateLabels {
  const create = hmacLabels(hmacKey)
  return (nodes) => {
    const labels = create(nodes)
    const ranks = new Map(labels.toSorted().map((label, rank) => [label, rank]))
    return labels.map((label) => `b${ranks.get(label)}`)
  }
}
