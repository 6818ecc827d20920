/** Every `ts` block in a README or a docstring type-checks against the sources and runs on what is built. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import { afterAll, describe, expect, test } from 'vitest'
import { docstringBlocks, type Example, fencedBlocks, listExamples } from './workspace/list-examples.ts'
import { readWorkspace } from './workspace/read-workspace.ts'

const run = promisify(execFile)
const workspace = readWorkspace()
const examples = listExamples(workspace)

const folder = mkdtempSync(join(tmpdir(), 'examples-'))
symlinkSync(join(workspace.root, 'node_modules'), join(folder, 'node_modules'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(workspace.members.filter(({ kind }) => kind === 'package'))('README of $folder', ({ path }) => {
  test('has an example that checks its own result', () => {
    const readme = join(path, 'README.md')
    const blocks = existsSync(readme) ? fencedBlocks(readFileSync(readme, 'utf8')) : []
    expect(blocks.filter(({ code }) => code.includes('node:assert/strict'))).not.toEqual([])
  })
})

describe('examples', () => {
  test('type-check', () => {
    expect(typeProblems(examples)).toEqual([])
  })

  test.concurrent.each(examples)('$name runs', async ({ name, code }) => {
    const file = join(folder, `${name.replace(/\W+/g, '-')}.mjs`)
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
    })
    writeFileSync(file, outputText)
    const { stderr } = await run(process.execPath, [file], { cwd: folder, timeout: 25_000 })
    expect(stderr).toBe('')
  })
})

describe('the test itself', () => {
  test('finds blocks fenced as ts, with their lines', () => {
    const markdown = '# a\n\n```ts\nconst a = 1\n```\n```sh\nnpm i\n```\n````ts\n```\n````\n```\n```'
    expect(fencedBlocks(markdown)).toEqual([
      { line: 4, code: 'const a = 1' },
      { line: 10, code: '```' },
    ])
  })

  test('finds blocks in docstrings', () => {
    const source = '\n/**\n * Adds.\n *\n * @example\n * ```ts\n * const a = {\n *   b: 1,\n * }\n * ```\n */\n'
    expect(docstringBlocks(source)).toEqual([{ line: 7, code: 'const a = {\n  b: 1,\n}' }])
  })

  test('sees a wrong type', () => {
    const path = join(workspace.root, 'README.md')
    const wrong = { name: 'README.md:1', path, code: "const a: number = 'b'\nexport { a }" }
    expect(typeProblems([wrong])).toEqual([expect.stringMatching(/^README.md:1: Type 'string'/)])
  })
})

/** Checks the examples as if each stood as a file beside the one that holds it. */
function typeProblems(list: readonly Example[]): readonly string[] {
  const base = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(workspace.root, 'test/tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    join(workspace.root, 'test'),
  )
  const options = { ...base.options, noUnusedLocals: false, noUnusedParameters: false }
  const files = new Map(list.map((example) => [example.path.replace(/[^/]*$/, fileName(example)), example]))
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.getSourceFile = (name, language, ...rest) => {
    const example = files.get(name)
    if (example === undefined) return getSourceFile(name, language, ...rest)
    return ts.createSourceFile(name, `${example.code}\nexport {}`, language, true)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files].flatMap(([name, example]) => {
    const file = program.getSourceFile(name)
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    return found.map(({ messageText }) => `${example.name}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
  })
}

function fileName({ name }: Example): string {
  return `example-${name.replace(/\W+/g, '-')}.mts`
}
