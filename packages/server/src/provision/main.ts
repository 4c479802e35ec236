// Makes FFmpeg ready ahead of the first start: for `npm test`, for container images (--chroot), and (--fresh) for security updates.
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ensureFfmpegRoot } from './ffmpeg-root.ts';
import { ProvisionError } from './provision-error.ts';

const { values } = parseArgs({
  options: {
    'programs-folder': { type: 'string' },
    suite: { type: 'string', default: 'trixie' },
    fresh: { type: 'boolean', default: false },
    chroot: { type: 'boolean', default: false },
  },
});
const programsFolder =
  values['programs-folder'] ??
  process.env['RENDERIO_PROGRAMS_DIR'] ??
  join(import.meta.dirname, '../../../../data/programs');

try {
  const root = await ensureFfmpegRoot({
    programsFolder,
    suite: values.suite,
    fresh: values.fresh,
    byChroot: values.chroot,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${root.folder}\n`);
} catch (error) {
  if (!(error instanceof ProvisionError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
