// The page on presets: how to make and execute them, and the library that comes with the program.
import type { PresetCategory, SystemPreset } from '../packages/server/src/domain/system-presets/system-preset.ts';
import { systemLibrary } from '../packages/server/src/domain/system-presets/system-presets.ts';

const categories: Readonly<Record<PresetCategory, string>> = {
  delivery: 'Delivery: whole videos for download and playback',
  streaming: 'Streaming: HLS, DASH, fragments',
  social: 'Social: shapes and lengths of platforms',
  image: 'Image: pictures out of videos, and other formats',
  audio: 'Audio: formats, loudness, silence',
  edit: 'Edit: cutting, joining, mending',
};

const introduction = `A preset keeps a command under a name. Executing it takes the inputs alone.

## Make one

\`\`\`sh
curl -X POST "$RENDERIO_URL/api/v1/presets" -H "X-API-KEY: $RENDERIO_API_KEY" -H "Content-Type: application/json" -d '{
  "name": "Preview",
  "input_file_keys": ["in_video"],
  "output_file_definitions": {"out_video": "preview.mp4"},
  "ffmpeg_command": "-i {{in_video}} -t 10 -vf scale=-2:360 {{out_video}}",
  "metadata": {"kind": "preview"}
}'
\`\`\`

The answer (201) has the \`preset_id\`. Aliases obey the rules of a command: every placeholder is a key, every key is used. Three types:

| \`command_type\` | Command in | Executing makes |
|---|---|---|
| \`FFMPEG_COMMAND\` (default) | \`ffmpeg_command\` | one command: \`{"command_id"}\` |
| \`CHAINED_COMMAND\` | \`ffmpeg_commands\`, 1–10, run one after the other in one folder | one command: \`{"command_id"}\` |
| \`MULTIPLE_COMMAND\` | \`ffmpeg_commands\`, 1–10, independent; each takes the aliases that it names | several: \`{"command_ids"}\`, in the same order |

\`PUT /presets/:id\` changes the fields that are sent (null empties \`description\`, \`category\` and \`metadata\`), and judges the result as a whole. A preset of the system cannot be changed or deleted (403): read it, change what came, and \`POST\` it as one of your own.

## Execute one

\`\`\`sh
curl -X POST "$RENDERIO_URL/api/v1/presets/5e7e0000-0000-8000-8000-000000000401/execute?wait=60" -H "X-API-KEY: $RENDERIO_API_KEY" -H "Content-Type: application/json" -d '{
  "input_files": {"in_video": "https://example.com/holiday.mp4"},
  "metadata": {"order": 17}
}'
\`\`\`

\`input_files\` has exactly the preset's keys. \`metadata\` is put over the preset's own, at most 10 keys together. \`webhook_url\`, \`max_command_run_seconds\` and \`?wait=\` work as for any command.

\`GET /presets\` lists your own, newest first, then the library; \`?category=social\`, \`?is_system=true\` and \`?is_system=false\` narrow it down.

## The library`;

export function presetsPage(note: string): string {
  const sections = (Object.entries(categories) as [PresetCategory, string][]).map(([category, title]) => {
    const presets = systemLibrary.filter((preset) => preset.category === category);
    return `### ${title}\n\n${presets.map(section).join('\n\n')}`;
  });
  const rules =
    'Ids stay as they are. All of them take upright, odd-sized and, where they are not about sound, soundless videos; none enlarges a picture. Videos come out in even sizes and square pixels, unless the picture is copied as it is. `npm run test:full` tries each of them on all of these.';
  return `# Presets\n\n${introduction}\n\n${systemLibrary.length} presets come with the program. ${rules}\n\n${sections.join('\n\n')}\n\n${note}\n`;
}

function section({ id, name, description, inputs, outputs, command }: SystemPreset): string {
  const takes = Object.entries(inputs).map(([alias, meaning]) => `\`${alias}\` (${meaning})`);
  const makes = Object.entries(outputs).map(([alias, filename]) => `\`${alias}\`: \`${filename}\``);
  const commands = [command].flat().join('\n');
  const steps = typeof command === 'string' ? '' : ` A chain of ${command.length} steps.`;
  return `#### ${name}\n\n\`${id}\`\n\n${description}${steps}\n\nTakes ${takes.join(', ')}. Makes ${makes.join(', ')}.\n\n\`\`\`\n${commands}\n\`\`\``;
}
