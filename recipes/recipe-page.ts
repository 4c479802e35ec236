// The pages of the recipes: one for each, and the list of all.
import type { Recipe } from './recipe.ts';
import { recipes } from './recipes.ts';
import { filenameOf } from './samples.ts';

/** Path below the repository → text. */
export function recipePages(note: string): Record<string, string> {
  const pages = recipes.map((recipe): [string, string] => [`docs/recipes/${recipe.slug}.md`, recipePage(recipe)]);
  return { ...Object.fromEntries(pages), 'docs/recipes/README.md': indexPage(note) };
}

function indexPage(note: string): string {
  const groups = Map.groupBy(recipes, ({ group }) => group);
  const lists = [...groups].map(
    ([group, of]) =>
      `## ${group}\n\n${of.map(({ slug, title, about }) => `- [${title}](${slug}.md): ${about}`).join('\n')}\n`,
  );
  return `# Recipes\n\nBy task, each with the request that does it. All of them run in the tests of this repository.\n\n${lists.join('\n')}\n${note}\n`;
}

function recipePage(recipe: Recipe): string {
  const { slug, title, about, notes, preset, command } = recipe;
  const isChain = typeof command !== 'string';
  const path = isChain ? 'run-chained-ffmpeg-commands' : 'run-ffmpeg-command';
  const parts = [
    `# ${title}`,
    about,
    `| Before | After |\n|---|---|\n| ![Before](../img/recipes/${slug}-before.webp) | ![After](../img/recipes/${slug}-after.webp) |`,
    '## Over HTTP',
    fenced(
      'sh',
      `curl -X POST "$RENDERIO_URL/api/v1/${path}?wait=60" \\\n  -H "X-API-KEY: $RENDERIO_API_KEY" -H "Content-Type: application/json" -d @- <<'JSON'\n${JSON.stringify(requestOf(recipe), null, 2)}\nJSON`,
    ),
    ...(isChain ? [] : ['## With the command line', fenced('sh', commandLine(recipe, command))]),
    '## What the parts do',
    notes.map((point) => `- ${point}`).join('\n'),
    ...(preset === undefined
      ? []
      : [`The same without writing it: the preset **${preset}** ([all presets](../presets.md)).`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** With addresses in place of the samples. */
function requestOf({ inputs, outputs, command }: Recipe): object {
  const input_files = Object.fromEntries(
    Object.entries(inputs).map(([alias, name]) => [alias, `https://example.com/media/${filenameOf(name)}`]),
  );
  return {
    input_files,
    output_files: outputs,
    ...(typeof command === 'string' ? { ffmpeg_command: command } : { ffmpeg_commands: command }),
  };
}

/** As one would type it for FFmpeg itself, with files of one's own. */
function commandLine({ inputs, outputs }: Recipe, command: string): string {
  const files = {
    ...outputs,
    ...Object.fromEntries(Object.entries(inputs).map(([alias, name]) => [alias, filenameOf(name)])),
  };
  return `renderio run ffmpeg ${command.replace(/\{\{(\w+)\}\}/g, (_all, alias: string) => files[alias] ?? alias)}`;
}

function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}
