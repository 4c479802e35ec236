// Makes what is published to npm of the sources: `@renderio/sdk` and `renderio`, JavaScript for Node 20, in dist/npm.
//
// node scripts/build-npm-packages.ts [FOLDER]
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, relative, resolve } from 'node:path';
import ts from 'typescript';

const repository = dirname(import.meta.dirname);
const packagesFolder = join(repository, 'packages');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly exports?: string | Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Published {
  /** In packages/, whose sources it is made of, with those that they import. */
  readonly folder: string;
  readonly name: string;
  readonly description: string;
  /** Entries, relative to the package's folder. */
  readonly entries: readonly string[];
  readonly hasTypes: boolean;
  /** Further fields of its package.json. */
  readonly fields: (built: (source: string) => string) => Readonly<Record<string, unknown>>;
}

const published: readonly Published[] = [
  {
    folder: 'sdk',
    name: '@renderio/sdk',
    description: 'Typed client of renderio, FFmpeg as a service that you run yourself.',
    entries: ['src/index.ts', 'src/node.ts'],
    hasTypes: true,
    fields: (built) => ({
      sideEffects: false,
      exports: {
        '.': { types: built('src/index.d.ts'), default: built('src/index.js') },
        './node': { types: built('src/node.d.ts'), default: built('src/node.js') },
      },
    }),
  },
  {
    folder: 'cli',
    name: 'renderio',
    description: 'Ordinary FFmpeg commands on local files, run by a renderio server.',
    entries: ['src/main.ts'],
    hasTypes: false,
    fields: () => ({ bin: { renderio: 'bin/renderio.js' } }),
  },
];

/** What our packages export → the source of it. */
const ownModules = new Map(
  readdirSync(packagesFolder).flatMap((folder) => {
    const { name, exports = {} } = readManifest(folder);
    const entries = typeof exports === 'string' ? { '.': exports } : exports;
    return Object.entries(entries).map(([entry, source]): [string, string] => [
      posix.join(name, entry),
      join(packagesFolder, folder, source),
    ]);
  }),
);

const outFolder = resolve(process.argv[2] ?? join(repository, 'dist/npm'));
for (const each of published) await buildPackage(each, join(outFolder, each.folder));

/** The sources keep their places under dist/, so that what they say of each other's stays true. */
async function buildPackage(
  { folder, name, description, entries, hasTypes, fields }: Published,
  out: string,
): Promise<void> {
  const own = join(packagesFolder, folder);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const imported = emitSources(
    entries.map((entry) => join(own, entry)),
    join(out, 'dist'),
    hasTypes,
  );
  const { version, engines } = readManifest(folder);
  const dependencies = findDependencies(imported);
  const built = (source: string): string => `./dist/${folder}/${source}`;
  const about = { name, version, description, license: 'Apache-2.0', type: 'module', engines };
  await writeJson(join(out, 'package.json'), { ...about, ...fields(built), dependencies });
  // Sources read their version from there.
  await writeJson(join(out, 'dist', folder, 'package.json'), { name, version, type: 'module' });
  await cp(join(repository, 'LICENSE'), join(out, 'LICENSE'));
  await cp(join(own, 'README.md'), join(out, 'README.md'));
  if (folder === 'cli') await cp(join(own, 'bin'), join(out, 'bin'), { recursive: true });
  process.stdout.write(`${name} ${version}: ${relative(process.cwd(), out) || '.'}\n`);
}

/** Emits the entries and all of ours that they import; what they import of others, each with who does. */
function emitSources(entries: readonly string[], out: string, declaration: boolean): Map<string, string> {
  const program = ts.createProgram(entries, {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2025.d.ts', 'lib.esnext.disposable.d.ts', 'lib.esnext.iterator.d.ts'],
    module: ts.ModuleKind.NodeNext,
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    // `npm run check` does.
    noCheck: true,
    rewriteRelativeImportExtensions: true,
    rootDir: packagesFolder,
    // Found by way of node_modules they would be somebody else's, and not emitted.
    paths: Object.fromEntries([...ownModules].map(([name, path]) => [name, [path]])),
    outDir: out,
    declaration,
  });
  const imported = new Map<string, string>();
  const inSource: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => placeImports(file, context, imported);
  const { diagnostics } = program.emit(undefined, undefined, undefined, undefined, {
    after: [inSource],
    afterDeclarations: [(context) => (file) => (ts.isSourceFile(file) ? inSource(context)(file) : file)],
  });
  if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, formatHost));
  return imported;
}

const formatHost: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => repository,
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
};

/** Has the imports of an emitted file name what is emitted: our own packages by a relative path. */
function placeImports(
  file: ts.SourceFile,
  context: ts.TransformationContext,
  imported: Map<string, string>,
): ts.SourceFile {
  const { factory } = context;
  const place = (name: ts.Node): ts.StringLiteral | null => {
    if (!ts.isStringLiteral(name)) return null;
    const target = targetOf(name.text, file.fileName, imported);
    return target === null ? null : factory.createStringLiteral(target, true);
  };
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isImportDeclaration(node)) {
      const { modifiers, importClause, moduleSpecifier, attributes } = node;
      const target = place(moduleSpecifier) ?? moduleSpecifier;
      return factory.updateImportDeclaration(node, modifiers, importClause, target, attributes);
    }
    if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      const { modifiers, isTypeOnly, exportClause, moduleSpecifier, attributes } = node;
      const target = place(moduleSpecifier) ?? moduleSpecifier;
      return factory.updateExportDeclaration(node, modifiers, isTypeOnly, exportClause, target, attributes);
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      const { attributes, qualifier, typeArguments, isTypeOf } = node;
      const target = place(node.argument.literal);
      const argument = target === null ? node.argument : factory.createLiteralTypeNode(target);
      return factory.updateImportTypeNode(node, argument, attributes, qualifier, typeArguments, isTypeOf);
    }
    return ts.visitEachChild(node, visit, context);
  };
  return ts.visitEachChild(file, visit, context);
}

/** Null where the name stays as it is. */
function targetOf(name: string, importer: string, imported: Map<string, string>): string | null {
  if (name.startsWith('.')) return name.replace(/\.ts$/, '.js');
  const source = ownModules.get(name);
  if (source === undefined) {
    const packageName = /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;
    const folder = relative(packagesFolder, importer).split('/')[0] ?? '';
    if (!isBuiltin(name)) imported.set(packageName, folder);
    return null;
  }
  const path = relative(dirname(importer), source).replace(/\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

/** Each in the version of the package that imports it. */
function findDependencies(imported: ReadonlyMap<string, string>): Record<string, string> {
  const found = [...imported].map(([name, importer]): [string, string] => {
    const version = readManifest(importer).dependencies?.[name];
    if (version === undefined) throw new Error(`packages/${importer} imports ${name}, which its package.json lacks.`);
    return [name, version];
  });
  return Object.fromEntries(found.sort(([one], [other]) => one.localeCompare(other)));
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(packagesFolder, folder, 'package.json'), 'utf8')) as Manifest;
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
