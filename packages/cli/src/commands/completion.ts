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
      streams.stdout.write(scripts[shell](placesOf(program)));
    });
}

/** A place on the line: behind `renderio`, behind `renderio presets`, behind `renderio presets list`. */
interface Place {
  /** The commands up to here, with a blank between. */
  readonly path: string;
  readonly commands: readonly Word[];
  readonly options: readonly Word[];
}

interface Word {
  readonly text: string;
  readonly meaning: string;
}

function placesOf(command: Program, path: readonly string[] = []): readonly Place[] {
  const own: Place = {
    path: path.join(' '),
    commands: command.commands.map((each) => ({ text: each.name(), meaning: each.description() })),
    options: [
      ...command.options.flatMap(({ long, description }) =>
        typeof long === 'string' ? [{ text: long, meaning: description }] : [],
      ),
      { text: '--help', meaning: 'what it does, with examples' },
    ],
  };
  return [own, ...command.commands.flatMap((each) => placesOf(each, [...path, each.name()]))];
}

const textsOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ');

function pathPattern(places: readonly Place[]): string {
  return places
    .filter(({ path }) => path !== '')
    .map(({ path }) => `"${path}"`)
    .join('|');
}

/** Options where one is begun, commands where one can stand, and else the names of files. */
function wordCases(places: readonly Place[]): string {
  return places
    .map(
      ({ path, commands, options }) =>
        `    "${path}") commands="${textsOf(commands)}"; options="${textsOf(options)}" ;;`,
    )
    .join('\n');
}

/** Words that are no command, such as the value of an option, do not change the place. */
const scripts: Readonly<Record<(typeof shells)[number], (places: readonly Place[]) => string>> = {
  bash: (places) => `_renderio() {
  local word place="" commands="" options="" current="\${COMP_WORDS[COMP_CWORD]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${place:+$place }$word" in
      ${pathPattern(places)}) place="\${place:+$place }$word" ;;
    esac
  done
  case "$place" in
${wordCases(places)}
  esac
  [[ $current == -* ]] && commands="$options"
  COMPREPLY=($(compgen -W "$commands" -- "$current"))
}
complete -o default -F _renderio renderio
`,
  zsh: (places) => `_renderio() {
  local word place="" commands="" options=""
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${place:+$place }$word" in
      ${pathPattern(places)}) place="\${place:+$place }$word" ;;
    esac
  done
  case "$place" in
${wordCases(places)}
  esac
  [[ $PREFIX == -* ]] && commands="$options"
  if [[ -n $commands ]]; then
    compadd -- \${=commands}
  else
    _files
  fi
}
compdef _renderio renderio
`,
  fish: (places) => `function __renderio_place
  set -l place ''
  for word in (commandline -opc)[2..]
    set -l next (string trim "$place $word")
    contains -- $next ${places.map(({ path }) => `'${path}'`).join(' ')}; and set place $next
  end
  test "$place" = "$argv[1]"
end
${places
  .flatMap(({ path, commands, options }) => [
    // Where commands can stand, file names cannot.
    ...commands.map(({ text, meaning }) => completeLine(path, `-f -a ${text}`, meaning)),
    ...options.map(({ text, meaning }) => completeLine(path, `-l ${text.replace(/^--/, '')}`, meaning)),
  ])
  .join('\n')}
`,
};

function completeLine(path: string, what: string, meaning: string): string {
  return `complete -c renderio -n '__renderio_place "${path}"' ${what} -d '${meaning.replaceAll(/['\\]/g, '\\$&')}'`;
}
