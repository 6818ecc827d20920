import { expect, test } from 'vitest'
import { createStatusListAggregation, parseStatusListAggregation } from '../src/status-list-aggregation.ts'

const URLS = ['https://example.com/statuslists/1', 'https://example.com/statuslists/2']

test('§9.3: an aggregation names lists by their URLs, and is read as it was written', () => {
  const aggregation = createStatusListAggregation(URLS)
  expect(aggregation).toEqual({ status_lists: URLS })
  expect(parseStatusListAggregation(aggregation)).toMatchObject({ verified: true, value: URLS })
  expect(parseStatusListAggregation({ status_lists: [] }).verified).toBe(true)
})

test.each([[null], [[]], [{}], [{ status_lists: 'https://example.com/1' }], [{ status_lists: ['1'] }]])(
  '§9.3: %j is none: MALFORMED_VALUE_ERROR',
  (value) => {
    expect(parseStatusListAggregation(value)).toMatchObject({ problems: [{ code: 'MALFORMED_VALUE_ERROR' }] })
  },
)

test('a list that is not named by a URL is misuse', () => {
  expect(() => createStatusListAggregation(['1'])).toThrow(TypeError)
})
