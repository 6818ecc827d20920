/** Request bodies: JSON only, bounded, and read in one way only. */
import { CoreError, parseJson } from '@energy-ssi/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { PROBLEMS } from './errors.ts'
import { RequestError } from './problem.ts'

/** Media types a request body may have. Parameters such as `charset=utf-8` are ignored: JSON is UTF-8. */
const BODY_MEDIA_TYPES = [
  'application/json',
  'application/ld+json',
  'application/vc',
  'application/vp',
  'application/vc+ld+json',
  'application/vp+ld+json',
  'application/did',
  'application/did+json',
  'application/did+ld+json',
] as const

/**
 * Makes `app` read JSON bodies with the project's own parser: at most 64 levels, no key twice, no `__proto__`.
 * Any other media type, and any content coding, is refused with 415.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    [...BODY_MEDIA_TYPES],
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const coding = request.headers['content-encoding']
      if (coding !== undefined && coding.toLowerCase() !== 'identity') {
        throw new RequestError(PROBLEMS.mediaType, 'Send the body without a content coding.')
      }
      return body.length === 0 ? undefined : jsonOf(body)
    },
  )
}

function jsonOf(body: Buffer) {
  try {
    return parseJson(body)
  } catch (error) {
    if (error instanceof CoreError) throw new RequestError(PROBLEMS.unparsable, error.message)
    throw error
  }
}
