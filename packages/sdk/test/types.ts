// What must not compile: each line below an `@ts-expect-error` is a mistake that the types have to catch.
import { type Command, createClient } from '@renderio/sdk';

const client = createClient({ baseUrl: 'http://127.0.0.1:8080', apiKey: 'ffsk_' });
const request = {
  input_files: { in_a: 'https://example.com/a.mp4' },
  output_files: { out_a: 'a.webm' },
  ffmpeg_command: '-i {{in_a}} {{out_a}}',
};

export async function mistakes(): Promise<void> {
  // @ts-expect-error a misspelt method
  console.log(client.runFfmpegComand);
  // @ts-expect-error a misspelt field of the body
  await client.runFfmpegCommand({ body: { ...request, ffmpeg_comand: '-i {{in_a}} {{out_a}}' } });
  // @ts-expect-error a missing field of the body
  await client.runFfmpegCommand({ body: { input_files: {}, output_files: {} } });
  // @ts-expect-error a body is needed
  await client.runFfmpegCommand();
  // @ts-expect-error a field of the wrong type
  await client.runFfmpegCommand({ body: { ...request, max_command_run_seconds: '60' } });
  // @ts-expect-error a misspelt parameter of the path
  await client.getCommand({ params: { command_id: 'x' } });
  // @ts-expect-error an endpoint that has no body
  await client.getCommand({ params: { commandId: 'x' }, body: {} });
  // @ts-expect-error a status that does not exist
  await client.listCommands({ query: { status: 'DONE' } });
  // @ts-expect-error a misspelt filter
  await client.listCommands({ query: { limits: 1 } });
  // @ts-expect-error an option that does not exist
  await client.run(request, { onProgres: () => undefined });
  // @ts-expect-error a field that the answer does not have
  console.log((await client.getFile({ params: { fileId: 'x' } })).file_name);
  // @ts-expect-error an option of the client that does not exist
  createClient({ baseUrl: '', apikey: '' });
}

/** And what must. */
export async function intended(): Promise<Command[]> {
  const { command_id } = await client.runFfmpegCommand({ body: request });
  const log: string = await client.getCommandLog({ params: { commandId: command_id } });
  for await (const event of await client.getCommandEvents({ params: { commandId: command_id } })) {
    if (event.event === 'log') console.log(event.data.text + log);
  }
  await client.listFiles();
  const { commands } = await client.listCommands({
    query: { limit: 10, offset: '20', status: 'SUCCESS', 'metadata.order': 7 },
  });
  return [...commands, await client.run({ ...request, metadata: { order: 7, is_draft: true, note: 'x' } })];
}
