/** The TypeScript examples that readers meet: `ts` blocks of READMEs and of `@example` docstrings. */
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Workspace } from './read-workspace.ts'

/** One example, complete as it stands. */
export interface Example {
  /** File and line where the code starts, from the workspace's root. */
  readonly name: string
  /** Absolute path of the file it stands in. */
  readonly path: string
  readonly code: string
}

/** Lists the examples of the whole workspace. */
export function listExamples({ root, members }: Workspace): readonly Example[] {
  const readmes = [join(root, 'README.md'), ...members.map(({ path }) => join(path, 'README.md'))].filter(existsSync)
  const sources = members.flatMap((member) => member.sources.map(({ path }) => path))
  return [
    ...readmes.flatMap((path) => named(root, path, fencedBlocks(readFileSync(path, 'utf8')))),
    ...sources.flatMap((path) => named(root, path, docstringBlocks(readFileSync(path, 'utf8')))),
  ]
}

/** A block of code and the number of its first line. */
export interface Block {
  readonly line: number
  readonly code: string
}

/** The blocks of a Markdown text that are fenced as `ts`. */
export function fencedBlocks(markdown: string): readonly Block[] {
  const blocks: Block[] = []
  const lines = markdown.split(/\r?\n/)
  for (let i = 0; i < lines.length; i++) {
    const fence = /^\s*(`{3,})\s*(\S*)/.exec(lines[i] ?? '')
    if (fence === null) continue
    const start = i + 1
    do i++
    while (i < lines.length && lines[i]?.trim() !== fence[1])
    if (fence[2] === 'ts') blocks.push({ line: start + 1, code: lines.slice(start, i).join('\n') })
  }
  return blocks
}

/** The same for the docstrings of a source file. */
export function docstringBlocks(source: string): readonly Block[] {
  return [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(({ 0: comment, index }) => {
    const before = source.slice(0, index).split('\n').length - 1
    const text = comment.replace(/^ *\* ?/gm, '')
    return fencedBlocks(text).map(({ line, code }) => ({ line: before + line, code }))
  })
}

function named(root: string, path: string, blocks: readonly Block[]): Example[] {
  return blocks.map(({ line, code }) => ({ name: `${relative(root, path)}:${line}`, path, code }))
}
