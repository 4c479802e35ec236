// `renderio completion`: scripts that complete the program's commands and options in bash, zsh and fish.
import { Argument, type Command as Program } from 'commander';
import type { Surroundings } from '../context.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

export function addCompletion(program: Program, { streams }: Surroundings): void {
  program
    .command('completion')
    .description('Print a script that completes commands and options.')
    .addArgument(new Argument('<shell>').choices(shells))
    .addHelpText(
      'after',
      '\nExamples:\n  $ source <(renderio completion bash)\n      in ~/.bashrc\n  $ source <(renderio completion zsh)\n      in ~/.zshrc, after compinit\n  $ renderio completion fish > ~/.config/fish/completions/renderio.fish',
    )
    .action((shell: (typeof shells)[number]) => {
      streams.stdout.write(scripts[shell](wordsOf(program)));
    });
}

/** What may follow on each command, by its path: `""`, `presets`, `presets list`. */
type Words = readonly (readonly [path: string, words: readonly string[]])[];

function wordsOf(command: Program, path: readonly string[] = []): Words {
  const names = command.commands.map((each) => each.name());
  const options = command.options.flatMap(({ long }) => (typeof long === 'string' ? [long] : []));
  const own = [path.join(' '), [...names, ...options, '--help']] as const;
  return [own, ...command.commands.flatMap((each) => wordsOf(each, [...path, each.name()]))];
}

function casesOf(words: Words): string {
  return words.map(([path, next]) => `    "${path}") words="${next.join(' ')}" ;;`).join('\n');
}

/** Reads the path of commands off the line; where no word fits, file names are completed. */
const scripts: Readonly<Record<(typeof shells)[number], (words: Words) => string>> = {
  bash: (words) => `_renderio() {
  local word path="" words="" current="\${COMP_WORDS[COMP_CWORD]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] || path="\${path:+$path }$word"
  done
  case "$path" in
${casesOf(words)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _renderio renderio
`,
  zsh: (words) => `_renderio() {
  local word route="" typed=(\${words[2,CURRENT-1]})
  for word in $typed; do
    [[ $word == -* ]] || route="\${route:+$route }$word"
  done
  local words=""
  case "$route" in
${casesOf(words)}
  esac
  compadd -- \${=words} || _files
}
compdef _renderio renderio
`,
  fish: (words) => `function __renderio_path
  set -l words (commandline -opc)
  string join ' ' (string match -v -- '-*' $words[2..])
end
${words
  .map(
    ([path, next]) =>
      `complete -c renderio -n 'test (__renderio_path | string collect -a) = "${path}"' -a '${next.join(' ')}'`,
  )
  .join('\n')}
`,
};
