/** Which modules a source file names, in whatever way the language lets it. */
import ts from 'typescript'

/** One mention of another module. */
export interface Import {
  /** As written; undefined where it is computed and so cannot be checked. */
  readonly specifier: string | undefined
  readonly line: number
}

const CALLS = new Set(['require', 'require.resolve', 'import.meta.resolve'])

/**
 * Lists imports and re-exports (types too), dynamic imports, `import('x')` types, `require`, `import.meta.resolve`,
 * module augmentations and `/// <reference types>`.
 */
export function listImports(fileName: string, text: string): readonly Import[] {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)
  const imports: Import[] = []
  const add = (specifier: string | undefined, position: number): void => {
    imports.push({ specifier, line: source.getLineAndCharacterOfPosition(position).line + 1 })
  }
  for (const { fileName: specifier, pos } of source.typeReferenceDirectives) add(specifier, pos)
  for (const { fileName: specifier, pos } of source.referencedFiles) add(`./${specifier}`, pos)

  const visit = (node: ts.Node): void => {
    const named = namedModule(node)
    if (named !== undefined) add(ts.isStringLiteralLike(named) ? named.text : undefined, named.getStart())
    ts.forEachChild(node, visit)
  }
  visit(source)
  return imports
}

function namedModule(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument
  if (ts.isExternalModuleReference(node)) return node.expression
  if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) return node.name
  if (!ts.isCallExpression(node)) return undefined
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword
  const callee = node.expression.getText()
  return isImport || CALLS.has(callee) ? node.arguments[0] : undefined
}
