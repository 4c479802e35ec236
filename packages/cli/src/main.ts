// The entry: arguments, environment and streams of the process go in, its exit code comes out.
import { createProgram } from './create-program.ts';
import { reportError } from './report-error.ts';

const { argv, env, stdin, stdout, stderr } = process;

// Whoever reads stdout may stop reading, as `head` does.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await createProgram({ env, folder: process.cwd(), streams: { stdin, stdout, stderr } }).parseAsync(argv);
} catch (error) {
  process.exitCode = reportError(error, argv.includes('--json'), (text) => stderr.write(text));
}
