/** Reads the YAML of the SD-JWT example specifications: the subset they use, in which `!sd` marks what can be hidden. */
import { step } from './fixtures.ts'

export interface Specification {
  readonly value: Readonly<Record<string, unknown>>
  /** JSON pointers to everything marked `!sd`. */
  readonly marked: readonly string[]
}

interface Line {
  readonly indent: number
  readonly text: string
}

const KEY = /^(!sd )?("[^"]*"|'[^']*'|[^\s"'[{][^:]*):(?: (.*)|)$/

export function readSpecification(yaml: string): Specification {
  const lines = yaml.split('\n').flatMap((raw): Line[] => {
    const text = raw.replace(/(^|\s)#.*$/, '').trim()
    return text === '' ? [] : [{ indent: raw.search(/\S/), text }]
  })
  const marked: string[] = []
  let at = 0

  const block = (indent: number, path: string): unknown => {
    const line = lines[at]
    if (line === undefined || line.indent < indent) return null
    if (/^[[{]/.test(line.text)) return flow(restOfFlow(line.indent), path)
    return line.text.startsWith('-') ? sequence(line.indent, path) : mapping(line.indent, path)
  }

  const restOfFlow = (indent: number): string => {
    let text = ''
    while (lines[at] !== undefined && (lines[at] as Line).indent >= indent) text += `${(lines[at++] as Line).text} `
    return text
  }

  const mapping = (indent: number, path: string): unknown => {
    const object: Record<string, unknown> = {}
    for (let line = lines[at]; line?.indent === indent; line = lines[at]) {
      const [, mark, name, rest] = KEY.exec(line.text) ?? []
      if (name === undefined) throw new Error(`not understood: ${line.text}`)
      const key = String(scalar(name))
      if (mark !== undefined) marked.push(path + step(key))
      at++
      const deeper = lines[at]?.text.startsWith('-') === true ? indent : indent + 1
      object[key] = rest === undefined || rest === '' ? block(deeper, path + step(key)) : flow(rest, path + step(key))
    }
    return object
  }

  const sequence = (indent: number, path: string): unknown => {
    const items: unknown[] = []
    for (let line = lines[at]; line?.indent === indent && line.text.startsWith('-'); line = lines[at]) {
      const here = path + step(String(items.length))
      let text = line.text.slice(1).trim()
      if (text === '!sd' || text.startsWith('!sd ')) marked.push(here)
      if (text === '!sd') text = ''
      if (text === '') {
        at++
        items.push(block(indent + 1, here))
      } else if (KEY.test(text)) {
        lines[at] = { indent: indent + 2, text }
        items.push(mapping(indent + 2, here))
      } else {
        at++
        items.push(flow(text, path))
      }
    }
    return items
  }

  const flow = (text: string, path: string): unknown => {
    let i = 0
    const skip = () => {
      while (text[i] === ' ' || text[i] === ',') i++
    }
    const parse = (here: string): unknown => {
      skip()
      if (text.startsWith('!sd ', i)) {
        marked.push(here)
        i += 4
        skip()
      }
      if (text[i] === '[') {
        const items: unknown[] = []
        for (i++, skip(); text[i] !== ']'; skip()) items.push(parse(here + step(String(items.length))))
        i++
        return items
      }
      if (text[i] === '{') {
        const object: Record<string, unknown> = {}
        for (i++, skip(); text[i] !== '}'; skip()) {
          const key = String(scalar(token(/^"[^"]*"/)))
          i++
          object[key] = parse(here + step(key))
        }
        i++
        return object
      }
      return scalar(token(path === here ? /^.*/ : /^("[^"]*"|[^,\]}]+)/))
    }
    const token = (pattern: RegExp): string => {
      const found = pattern.exec(text.slice(i))?.[0] ?? ''
      i += found.length
      return found.trim()
    }
    return parse(path)
  }

  return { value: mapping(0, '') as Readonly<Record<string, unknown>>, marked }
}

function scalar(text: string): unknown {
  if (/^".*"$/.test(text)) return JSON.parse(text)
  if (/^'.*'$/.test(text)) return text.slice(1, -1)
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if (/^[0-9]+$/.test(text)) return Number(text)
  return text === 'null' ? null : text
}
