// Tools on files: what they are, how they look, and keeping and deleting them.
import { z } from 'zod';
import { describeFile } from './describe.ts';
import { followCommand, resultOf } from './follow.ts';
import { say, tool } from './tool.ts';

const fileId = z.string().describe('As an output, store_file or list_files gave it.');
const anyInput = z.string().min(1).describe('An http(s) URL, a storage_url or a file_id.');

/** Enough to judge a picture by, and a small part of what a model can take in. */
const widestPixels = 1024;
const frameWaitSeconds = 50;

export const fileTools = {
  probe_media: tool({
    title: 'Look at a media file',
    description:
      'Format, codecs, size, duration and dimensions of a URL or file, read by ffprobe: use it before writing a command.',
    input: z.object({ input: anyInput }),
    isReadOnly: true,
    async call({ input }, { client, signal }) {
      return say(describeFile(await client.probe({ body: { input }, signal })));
    },
  }),
  preview_frame: tool({
    title: 'See a frame',
    description: 'Shows one frame of a video, or a picture, as an image: for checking a result by eye.',
    input: z.object({ input: anyInput, at_seconds: z.number().min(0).default(0) }),
    isReadOnly: false,
    async call({ input, at_seconds: at }, context) {
      const { client, signal } = context;
      const { command_id: id } = await client.runFfmpegCommand({
        body: {
          input_files: { in_media: input },
          output_files: { out_frame: 'frame.jpg' },
          ffmpeg_command: `-ss ${at} -i {{in_media}} -frames:v 1 -vf "scale='min(${widestPixels},iw)':-2" -q:v 4 {{out_frame}}`,
          metadata: { made_by: 'preview_frame' },
        },
        signal,
      });
      const command = await followCommand(context, id, frameWaitSeconds);
      const output = command.output_files['out_frame'];
      if (command.status !== 'SUCCESS' || output === undefined) return resultOf(command);
      const bytes = await (await client.download(output, { signal })).arrayBuffer();
      await client.deleteCommandFiles({ params: { commandId: id }, signal });
      const image = { type: 'image', mimeType: 'image/jpeg', data: Buffer.from(bytes).toString('base64') } as const;
      return say(`The frame at ${at} s, ${output.width ?? '?'}x${output.height ?? '?'}:`, [image]);
    },
  }),
  store_file: tool({
    title: 'Fetch a URL into storage',
    description: 'Copies a URL into storage in the background, so that several commands can use it by its file_id.',
    input: z.object({ file_url: z.url({ protocol: /^https?$/ }) }),
    isReadOnly: false,
    async call(body, { client, signal }) {
      const { file_id: id } = await client.storeFile({ body, signal });
      return say(`File ${id} is being fetched.\nNext: get_file until it is STORED, or use the file_id as an input.`);
    },
  }),
  get_file: tool({
    title: 'Look at a stored file',
    description: 'State, media facts and a fresh link of a stored file.',
    input: z.object({ file_id: fileId }),
    isReadOnly: true,
    async call({ file_id: id }, { client, signal }) {
      return say(describeFile(await client.getFile({ params: { fileId: id }, signal })));
    },
  }),
  list_files: tool({
    title: 'List stored files',
    description: 'Uploads, fetched files and outputs of this account, newest first.',
    input: z.object({
      limit: z.int().min(1).max(100).default(10),
      cursor: z.string().optional().describe('From the page before.'),
    }),
    isReadOnly: true,
    async call(query, { client, signal }) {
      const { files, next_cursor: cursor } = await client.listFiles({ query, signal });
      if (files.length === 0) return say('There are none.');
      const more = cursor === null ? [] : [`More: list_files with cursor ${cursor}`];
      return say([...files.map(describeFile), ...more].join('\n'));
    },
  }),
  delete_file: tool({
    title: 'Delete a stored file',
    description: 'Deletes the bytes of one stored file for good.',
    input: z.object({ file_id: fileId }),
    isReadOnly: false,
    isDestructive: true,
    async call({ file_id: id }, { client, signal }) {
      await client.deleteFile({ params: { fileId: id }, signal });
      return say(`File ${id} was deleted.`);
    },
  }),
};
