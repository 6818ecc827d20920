import { type CoreError, canonicalJson, MAX_JSON_DEPTH, parseJson } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const codeOf = (run: () => unknown): string | undefined => {
  try {
    run()
  } catch (error) {
    return (error as CoreError).code
  }
  return undefined
}
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

describe('parseJson', () => {
  it('reads what JSON.parse reads, for any value without hostile keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        fc.pre(!text.includes('__proto__'))
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('accepts exactly 64 levels', () => {
    expect(parseJson(nested(MAX_JSON_DEPTH))).toBeInstanceOf(Array)
    expect(codeOf(() => parseJson(nested(MAX_JSON_DEPTH + 1)))).toBe('invalid_json')
  })

  it('refuses 500,000 levels without recursing', () => {
    expect(codeOf(() => parseJson(nested(500_000)))).toBe('invalid_json')
    expect(codeOf(() => parseJson('{"a":'.repeat(500_000)))).toBe('invalid_json')
  })

  it.each([
    ['the same key twice', '{"a":1,"a":2}'],
    ['the same key twice, once escaped', '{"a":1,"\\u0061":2}'],
    ['the same key twice in a nested object', '{"b":{"a":1,"c":[{"x":1}],"a":2}}'],
    ['the key __proto__', '{"__proto__":{}}'],
    ['the key __proto__, escaped', '{"\\u005f_proto__":{}}'],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['a lone surrogate in a key', '{"\\udc00":1}'],
    ['an unfinished string', '{"a":"b'],
    ['an unfinished escape', '"\\"'],
    ['trailing text', '{}x'],
    ['nothing', ''],
    ['a trailing comma', '[1,]'],
    ['NaN', 'NaN'],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => parseJson(text))).toBe('invalid_json')
  })

  it.each([
    ['the same key in different objects', '[{"a":1},{"a":2}]'],
    ['a value that looks like a key of the object', '{"a":"b","b":"a"}'],
    ['strings equal to keys inside arrays', '{"a":["a","a"]}'],
    ['escaped quotes and slashes', '{"a\\"":"\\\\","b":"\\\\\\""}'],
    ['brackets in strings', '{"a":"[[[{{{"}'],
    ['a surrogate pair', '"\\ud83d\\ude00"'],
  ])('accepts %s', (_, text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text))
  })

  it('reads UTF-8 bytes and refuses malformed ones', () => {
    expect(parseJson(new TextEncoder().encode('"ü"'))).toBe('ü')
    expect(codeOf(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22)))).toBe('invalid_encoding')
  })

  it('names the rule and never the content', () => {
    expect(() => parseJson('{"secret":1,"secret":2}')).toThrow(/^(?!.*secret)/)
  })
})

describe('canonicalJson (RFC 8785)', () => {
  it('writes every character as ECMAScript does', () => {
    for (let code = 0; code < 0xd800; code++) {
      const value = String.fromCharCode(code)
      expect(canonicalJson({ [value]: [value] })).toBe(JSON.stringify({ [value]: [value] }))
    }
  })

  it('orders members by UTF-16 code units (§3.2.3)', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}')
  })

  it('writes numbers as ECMAScript does (§3.2.2.3)', () => {
    expect(canonicalJson([Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    )
  })

  it('gives one text for one value, however its members are ordered', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (object) => {
        const turned = Object.fromEntries(Object.entries(object).reverse())
        expect(canonicalJson(turned)).toBe(canonicalJson(object))
        expect(JSON.parse(canonicalJson(object))).toEqual(JSON.parse(JSON.stringify(object)))
      }),
    )
  })

  it.each([
    ['NaN', Number.NaN],
    ['an infinity', Number.POSITIVE_INFINITY],
    ['a lone surrogate', '\ud800'],
    ['a function', () => 1],
    ['a bigint', 1n],
  ])('refuses %s', (_, value) => {
    expect(codeOf(() => canonicalJson({ value }))).toBe('not_canonicalisable')
  })

  it('refuses a cycle instead of recursing for ever', () => {
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    expect(codeOf(() => canonicalJson(cycle))).toBe('not_canonicalisable')
  })
})
