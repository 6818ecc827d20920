import { describe, expect, it } from 'vitest'
import { matchPrevious, withPrevious } from '../src/previous-proofs.ts'

const [a, b, c] = ['urn:a', 'urn:b', 'urn:c'].map((id) => ({ id }))
const proofs = [a, b, c, { type: 'without id' }, 'x']

describe('the proofs a proof follows (Data Integrity §4.3, §4.5)', () => {
  it('are found by id, in document order', () => {
    expect(matchPrevious('urn:b', proofs)).toEqual([b])
    expect(matchPrevious(['urn:c', 'urn:a'], proofs)).toEqual([a, c])
    expect(matchPrevious(undefined, proofs)).toEqual([])
  })

  it('must all be there, each once', () => {
    expect(matchPrevious('urn:d', proofs)).toBeUndefined()
    expect(matchPrevious(['urn:a', 'urn:d'], proofs)).toBeUndefined()
    expect(matchPrevious('urn:a', [...proofs, a])).toBeUndefined()
  })

  it('stand in the document the proof is made over; without any it has no proof member', () => {
    expect(withPrevious({ id: 'urn:1' }, [{ id: 'urn:a' }])).toEqual({ id: 'urn:1', proof: [{ id: 'urn:a' }] })
    expect(withPrevious({ id: 'urn:1' }, [])).not.toHaveProperty('proof')
  })
})
