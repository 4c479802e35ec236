// What `npm start` prints when it is up: where, with which key, made of what, and an example to paste.
import type { RunningServer } from './compose.ts';
import type { Config } from './config.ts';

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).join(', ');
}

export function printBanner(
  start: Pick<RunningServer, 'url' | 'firstKey' | 'about'> & { config: Config; startSeconds: number },
): void {
  const { url, about, config, startSeconds } = start;
  // A key that was given is known already, and need not be in the terminal's or the journal's memory.
  const firstKey = config.apiKey === null ? start.firstKey : null;
  const lines = ['', `renderio is up (${startSeconds.toFixed(1)} s)`, ''];
  if (url !== null) lines.push(`  URL       ${config.publicUrl ?? url}`);
  if (firstKey !== null)
    lines.push(`  API key   ${firstKey}`, '            (shown once: keep it; only its hash is stored)');
  for (const [name, value] of Object.entries(about)) lines.push(`  ${name.padEnd(9)} ${describe(value)}`);
  lines.push(`  data      ${config.dataFolder}`, '');
  if (url !== null) {
    const base = config.publicUrl ?? url;
    lines.push(
      'Try it: upload a video, make a 480p copy and a thumbnail of it, look at the result.',
      '',
      `  export RENDERIO_URL=${base} RENDERIO_API_KEY=${firstKey ?? 'ffsk_…'}`,
      '  file=$(curl -s "$RENDERIO_URL/api/v1/files/upload" -H "X-API-KEY: $RENDERIO_API_KEY" -F file=@video.mp4 | grep -o \'"file_id":"[^"]*\' | cut -d\'"\' -f4)',
      '  curl -s "$RENDERIO_URL/api/v1/run-ffmpeg-command" -H "X-API-KEY: $RENDERIO_API_KEY" -H "Content-Type: application/json" -d @- <<JSON',
      '  {"input_files": {"in_video": "$file"},',
      '   "output_files": {"out_video": "small.mp4", "out_thumb": "thumb.jpg"},',
      '   "ffmpeg_command": "-i {{in_video}} -vf scale=-2:480 -c:v libx264 -c:a aac {{out_video}} -ss 1 -frames:v 1 {{out_thumb}}"}',
      '  JSON',
      '  curl -s "$RENDERIO_URL/api/v1/commands?limit=1" -H "X-API-KEY: $RENDERIO_API_KEY"',
      '',
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
