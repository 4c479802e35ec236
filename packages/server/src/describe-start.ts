// What `npm start` says when it is up: where, with which key, made of what, and the way to a first result.
import type { RunningServer } from './compose.ts';
import type { Config } from './config.ts';

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).join(', ');
}

/** Everything in it works as it is pasted, on the first start: the example needs no file and no network. */
export function describeStart(
  start: Pick<RunningServer, 'url' | 'firstKey' | 'about'> & { config: Config; startSeconds: number },
): string {
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
    lines.push(
      'In a browser: open the URL and sign in with the key. In another terminal, in this folder:',
      '',
      `  export RENDERIO_URL=${config.publicUrl ?? url} RENDERIO_API_KEY=${firstKey ?? 'ffsk_…'}`,
      '',
      '  curl -s "$RENDERIO_URL/api/v1/run-ffmpeg-command?wait=30" -H "X-API-KEY: $RENDERIO_API_KEY" -H "Content-Type: application/json" -d \'{',
      '    "input_files": {}, "output_files": {"out_video": "test.mp4"},',
      '    "ffmpeg_command": "-f lavfi -i testsrc2=duration=5 -c:v libx264 -pix_fmt yuv420p {{out_video}}"',
      "  }'",
      '',
      'The answer has a storage_url: open it. A file of your own, without the API:',
      '',
      "  npx renderio run 'ffmpeg -i video.mov -vf scale=-2:480 small.mp4'",
      '',
    );
  }
  return `${lines.join('\n')}\n`;
}
