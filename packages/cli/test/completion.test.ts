// Completion in the shells themselves: what Tab offers behind the words so far.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { atTerminal, noTerminal } from './at-terminal.ts';

const entry = join(import.meta.dirname, '../bin/renderio.js');
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renderio-completion-'));
  await writeFile(join(folder, 'clip.mov'), '');
  for (const shell of ['bash', 'zsh', 'fish']) await writeFile(join(folder, shell), read([entry, 'completion', shell]));
});
after(() => rm(folder, { recursive: true }));

function read(args: readonly string[], program = process.execPath): string {
  const { stdout, stderr, status } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', timeout: 30_000 });
  assert.equal(status, 0, stderr);
  return stdout;
}

/** Words so far, and what one Tab makes of the last one; `clip.mov` lies in the folder. */
const cases: [string, string][] = [
  ['renderio presets r', 'run'],
  ['renderio run --dr', '--dry-run'],
  ['renderio admin wor', 'workers'],
  ['renderio admin accounts susp', 'suspend'],
  // A value of an option is no command.
  ['renderio list --limit 5 --cur', '--cursor'],
  ['renderio upload cl', 'clip.mov'],
];

test('bash completes commands, options and files', () => {
  for (const [line, word] of cases) {
    const words = line.split(' ');
    const script = `source ./bash; COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}
      complete -p renderio | grep -q -- '-o default' || exit 1
      _renderio; [ \${#COMPREPLY[@]} = 0 ] && COMPREPLY=($(compgen -f -- ${words.at(-1)})); echo "\${COMPREPLY[*]}"`;
    assert.equal(read(['-c', script], 'bash'), `${word}\n`, line);
  }
});

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

test('zsh completes commands, options and files', { skip: has('zsh') ? noTerminal : 'there is no zsh' }, async () => {
  await writeFile(
    join(folder, '.zshrc'),
    "autoload -Uz compinit; compinit -u -D; source ./zsh; bindkey -e; PS1='ready> '; unsetopt BEEP\n",
  );
  for (const [line, word] of cases) {
    // Tab, then the line is made one that prints itself.
    const keys = `${line}\t\u0001echo = \r`;
    const typing = [
      [/ready> $/, keys],
      [/^= renderio .*$/m, 'exit\r'],
    ] as const;
    const { screen } = await atTerminal(['zsh', '-i'], typing, { folder, env: { ZDOTDIR: folder } });
    const done = `= ${line.slice(0, line.lastIndexOf(' '))} ${word}`;
    assert.ok(
      screen.split(/\r?\n/).some((shown) => shown.trimEnd() === done),
      `${done}\n${screen}`,
    );
  }
});

test('fish completes commands, options and files, with what they mean', {
  skip: has('fish') ? false : 'there is no fish',
}, () => {
  for (const [line, word] of cases) {
    const offered = read(['--no-config', '-c', `source fish; complete -C '${line}'`], 'fish');
    assert.match(offered, new RegExp(`^${word}(\\t.*)?\\n$`), line);
  }
  assert.match(
    read(['--no-config', '-c', "source fish; complete -C 'renderio presets r'"], 'fish'),
    /^run\tRun a preset/,
  );
});
