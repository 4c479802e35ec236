// `npm run sbom [FILE]`: everything that runs, as CycloneDX: the packages of npm, and those of Debian in the FFmpeg root.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..');
const programsFolder = process.env['RENDERIO_PROGRAMS_DIR'] ?? join(repository, 'data/programs');

interface Component {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

interface Sbom {
  components: Component[];
}

interface Manifest {
  readonly suite: string;
  readonly architecture: string;
  readonly packages: readonly { readonly name: string; readonly version: string; readonly sha256: string }[];
}

function readManifest(): Manifest | null {
  try {
    return JSON.parse(readFileSync(join(programsFolder, 'current/manifest.json'), 'utf8')) as Manifest;
  } catch {
    process.stderr.write(`No FFmpeg root in ${programsFolder}: the list has npm's packages alone.\n`);
    return null;
  }
}

/** https://github.com/package-url/purl-spec: deb. */
function debianComponents({ suite, architecture, packages }: Manifest): Component[] {
  return packages.map(({ name, version, sha256 }) => ({
    type: 'library',
    name,
    version,
    purl: `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}&distro=${suite}`,
    hashes: [{ alg: 'SHA-256', content: sha256 }],
  }));
}

const sbom = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--omit=dev', '--package-lock-only'], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  }),
) as Sbom;
const manifest = readManifest();
if (manifest !== null) sbom.components = [...sbom.components, ...debianComponents(manifest)];

const text = `${JSON.stringify(sbom, null, 2)}\n`;
const [target] = process.argv.slice(2);
if (target === undefined) process.stdout.write(text);
else writeFileSync(target, text);
