// `npm run recipe-pictures`: executes every recipe and makes the small pictures of its page, also by commands of the API.
//
//   npm run recipe-pictures [-- SLUG…]
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command, CommandOutput } from '@renderio/contract';
import { startTestServer, type TestServer } from '../packages/server/test/support/server.ts';
import type { Recipe } from './recipe.ts';
import { recipes } from './recipes.ts';
import { runRecipe, uploadSamples } from './run-recipe.ts';

const folder = join(import.meta.dirname, '../docs/img/recipes');
const webp = '-frames:v 1 -c:v libwebp -q:v 55 {{out_picture}}';
const fit = 'scale=w=360:h=260:force_original_aspect_ratio=decrease:force_divisible_by=2';

type Kind = 'video' | 'audio' | 'image' | 'text';

/** What one would see of a file, no larger than 360×260. */
function pictureCommand(kind: Kind): string {
  switch (kind) {
    case 'video':
      // Half a second in: titles are there, fades are over.
      return `-i {{in_file}} -vf "select='gte(t,0.9)',${fit}" ${webp}`;
    case 'image':
      return `-i {{in_file}} -vf "${fit}" ${webp}`;
    case 'audio':
      return `-i {{in_file}} -filter_complex "[0:a]aformat=channel_layouts=mono,showwavespic=s=360x120:colors=0x2a9d8f,format=rgba[w];color=0xf4f4f1:s=360x120[b];[b][w]overlay[v]" -map "[v]" ${webp}`;
    case 'text':
      return `-f lavfi -i color=0xf4f4f1:s=360x200 -filter_complex "[0:v]drawtext=textfile={{in_file}}:font=Liberation Mono:fontsize=11:line_spacing=4:fontcolor=0x1c1d1f:x=12:y=12:expansion=none[v]" -map "[v]" ${webp}`;
  }
}

function kindOf({ file_type, filename }: Pick<CommandOutput, 'file_type' | 'filename'>): Kind {
  if (/\.(txt|md5|srt)$/.test(filename)) return 'text';
  if (/\.(jpg|png|webp|gif)$/.test(filename)) return 'image';
  return file_type === 'audio' ? 'audio' : 'video';
}

async function draw(server: TestServer, name: string, kind: Kind, fileId: string): Promise<void> {
  const done = await server.run({
    input_files: { in_file: fileId },
    output_files: { out_picture: 'picture.webp' },
    ffmpeg_command: pictureCommand(kind),
  });
  const url = done.output_files['out_picture']?.storage_url;
  if (typeof url !== 'string') throw new Error(`${name}: ${done.error_message}`);
  await save(name, url);
}

async function save(name: string, url: string): Promise<void> {
  await writeFile(join(folder, name), Buffer.from(await (await fetch(url)).arrayBuffer()));
}

/** Of a series or package the first member that can be looked at. */
function shownOf({ output_files }: Command, { outputs }: Recipe): { kind: Kind; fileId: string; url: string } {
  const output = output_files[Object.keys(outputs)[0] ?? ''];
  if (output === undefined) throw new Error('There is no output.');
  const member = output.items?.find(({ filename }) => /\.(ts|jpg)$/.test(filename));
  return member === undefined
    ? { kind: kindOf(output), fileId: output.file_id, url: output.storage_url ?? '' }
    : {
        kind: /\.ts$/.test(member.filename) ? 'video' : 'image',
        fileId: member.storage_url ?? '',
        url: member.storage_url ?? '',
      };
}

const wanted = process.argv.slice(2);
const server = await startTestServer();
try {
  await mkdir(folder, { recursive: true });
  const files = await uploadSamples(server);
  for (const recipe of recipes.filter(({ slug }) => wanted.length === 0 || wanted.includes(slug))) {
    const { slug } = recipe;
    const input = files[Object.values(recipe.inputs)[0] ?? 'clip'];
    const { file_type, filename } = await server.probed(input);
    await draw(server, `${slug}-before.webp`, kindOf({ file_type, filename }), input);
    const done = await runRecipe(server, recipe, files);
    const { kind, fileId, url } = shownOf(done, recipe);
    // FFmpeg 7.1 writes animated WebP and does not read it: it is its own picture.
    if (Object.keys(recipe.expect).length === 0) await save(`${slug}-after.webp`, url);
    else await draw(server, `${slug}-after.webp`, kind, fileId);
    process.stdout.write(`${slug}\n`);
  }
} finally {
  await server.stop();
}
