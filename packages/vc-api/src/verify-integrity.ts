/** Integrity first: recognise how something is secured and verify exactly that. Nothing later trusts unsigned data. */
import { isObject, type ResolveKey, refused, type Verification, verified } from '@energy-ssi/core'
