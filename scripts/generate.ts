// Writes what is made from the tables: settings, error codes and presets as files for people. `--check` only tells what is stale.
import { readFile, writeFile } from 'node:fs/promises';
import { accountLimitRows, apiErrors, failures, openApiDocument } from '@renderio/contract';
import { settings } from '../packages/server/src/config.ts';
import { recipePages } from '../recipes/recipe-page.ts';
import { presetsPage } from './presets-page.ts';
import { receiversPage } from './receivers-page.ts';
import { requestTable } from './request-table.ts';

const note = 'Made by `npm run generate`; change the table it is made from instead.';
const rows = Object.entries(settings) as [string, { description: string; example?: string; isSecret?: true }][];

function envExample(): string {
  const lines = rows.flatMap(([name, { description, example }]) => [
    '',
    `# ${description}`,
    `#${name}=${example ?? ''}`,
  ]);
  return `# Settings of the server, with their defaults. ${note.replaceAll('`', '')}\n${lines.join('\n')}\n`;
}

function settingsPage(): string {
  const table = rows.map(
    ([name, { description, example }]) =>
      `| \`${name}\` | ${example === undefined ? '' : `\`${example}\``} | ${description} |`,
  );
  return `# Settings\n\nAll are environment variables. Unknown names that begin with \`RENDERIO_\` are refused at the start, and all faults are told at once.\n\n| Name | Default | Meaning |\n|---|---|---|\n${table.join('\n')}\n\n${note}\n`;
}

function errorsPage(): string {
  const answers = Object.entries(apiErrors).map(
    ([code, { status, isRetryable, meaning, remedy }]) =>
      `| \`${code}\` | ${status} | ${isRetryable ? 'yes' : 'no'} | ${meaning} | ${remedy} |`,
  );
  const endings = Object.entries(failures).map(
    ([code, { fault, isRetryable, meaning, causes, remedy }]) =>
      `### ${code}\n\n${meaning}\n\n- **Causes.** ${causes}\n- **What to do.** ${remedy}\n- **Who can mend it:** the ${fault}. **Run it again as it is?** ${isRetryable ? 'Yes.' : 'No.'}`,
  );
  return `# Errors\n\nA request that is not taken gets an [answer](#answers) with an \`error\`. A command that was taken and did not succeed ends \`FAILED\` with an [\`error_status\`](#how-a-command-can-fail).\n\n## How a command can fail\n\n\`error_status\` of a command or file is one of these; \`error_message\` says what exactly.\n\n${endings.join('\n\n')}\n\n## Answers\n\nThe body is \`{"error": CODE, "message": sentence, "detail"?: [{"loc", "msg", "type"}], "request_id"}\`; the request id also stands in the header \`X-Request-Id\`.\n\n| Code | Status | Retry as it is? | Meaning | What to do |\n|---|---|---|---|---|\n${answers.join('\n')}\n\n${note}\n`;
}

/** A page by hand but for its table of limits, which stands between its header and the next empty line. */
function limitsPage(page: string): string {
  const header =
    '| Limit (`name` of one account) | Default | Setting of the host | Beyond it |\n| --- | --- | --- | --- |\n';
  const start = page.indexOf(header) + header.length;
  const end = page.indexOf('\n\n', start);
  if (start < header.length || end === -1) throw new Error('docs/limits.md has no table of limits.');
  const table = accountLimitRows.map(([, { wireName, default: usual, setting, description, ending }]) => {
    const limit = usual === null ? 'a fair share of the host' : usual.toLocaleString('en-US');
    return `| ${description.replace(/\.$/, '')} (\`${wireName}\`) | ${limit} | \`${setting}\` | ${ending} |`;
  });
  return page.slice(0, start) + table.join('\n') + page.slice(end);
}

const made: Record<string, string> = {
  '.env.example': envExample(),
  'docs/settings.md': settingsPage(),
  'docs/errors.md': errorsPage(),
  'docs/limits.md': limitsPage(await readFile(new URL('../docs/limits.md', import.meta.url), 'utf8')),
  'docs/presets.md': presetsPage(note),
  ...recipePages(note),
  'docs/receivers/README.md': receiversPage(note),
  'packages/sdk/src/request-table.ts': requestTable(note),
  'docs/openapi.json': `${JSON.stringify(openApiDocument(), null, 1)}\n`,
};

const isCheck = process.argv.includes('--check');
for (const [path, text] of Object.entries(made)) {
  const target = new URL(`../${path}`, import.meta.url);
  const present = await readFile(target, 'utf8').catch(() => '');
  if (present === text) continue;
  if (isCheck) {
    process.stderr.write(`${path} is stale: run npm run generate.\n`);
    process.exitCode = 1;
  } else {
    await writeFile(target, text);
    process.stdout.write(`wrote ${path}\n`);
  }
}
