// What the victim owns: one of each thing that has an id or a link, its contents and names unique strings.
import type { Battlefield } from './battlefield.ts';
import { makeSecret } from './canaries.ts';

const idempotencyKey = 'the same key';

/** Names each as `@VICTIM_…@` and keeps what it holds secret. */
export async function bringBelongings({ victim, canaries }: Battlefield): Promise<void> {
  const secretOf = (what: string): string => {
    const secret = makeSecret('victim');
    canaries.keepSecret(`the victim's ${what}`, secret);
    return secret;
  };
  const post = async <T>(path: string, body: object, headers?: Record<string, string>): Promise<T> => {
    const { status, body: answer } = await victim.call<T>('POST', path, body, headers);
    if (status >= 300) throw new Error(`The victim was refused ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };

  const fileId = await victim.upload('diary.txt', Buffer.from(secretOf('file')));
  const file = await victim.stored(fileId);
  const request = {
    input_files: { in_a: fileId },
    output_files: { out_a: 'copy.txt' },
    ffmpeg_command: '-f data -i {{in_a}} -map 0 -c copy -f data {{out_a}}',
    metadata: { note: secretOf('metadata') },
  };
  const { command_id: commandId } = await post<{ command_id: string }>('/run-ffmpeg-command', request, {
    'idempotency-key': idempotencyKey,
  });
  const command = await victim.finished(commandId);
  const output = command.output_files['out_a'];
  if (output?.storage_url == null || file.storage_url === null) {
    throw new Error(`The victim's command has failed: ${command.error_message ?? ''}`);
  }
  const preset = await post<{ preset_id: string }>('/presets', {
    name: secretOf('preset'),
    ffmpeg_command: '-f lavfi -i sine=d=0.1 -f wav {{out_a}}',
    input_file_keys: [],
    output_file_definitions: { out_a: 'a.wav' },
  });
  const key = await post<{ key_id: string }>('/keys', { name: secretOf('name of a key') });
  await victim.call('PUT', '/webhook-config', {
    url: `${canaries.fill('@ORIGIN@')}/${secretOf('webhook')}`,
    secret: secretOf('secret of webhooks'),
  });
  const { delivery_id: deliveryId } = await post<{ delivery_id: string }>('/webhook-config/test', {});
  // A full page has a cursor for the next.
  await victim.upload('second.txt', Buffer.from(secretOf('second file')));
  const { body: page } = await victim.call<{ next_cursor: string }>('GET', '/files?limit=1');

  const tokens: Readonly<Record<string, string>> = {
    VICTIM_COMMAND: commandId,
    VICTIM_FILE: fileId,
    VICTIM_OUTPUT: output.file_id,
    VICTIM_PRESET: preset.preset_id,
    VICTIM_KEY: key.key_id,
    VICTIM_DELIVERY: deliveryId,
    VICTIM_ACCOUNT: victim.accountId,
    VICTIM_LINK: file.storage_url,
    VICTIM_TOKEN: /\/api\/media\/([^/]+)\//.exec(file.storage_url)?.[1] ?? '',
    VICTIM_CURSOR: page.next_cursor,
    VICTIM_IDEMPOTENCY: idempotencyKey,
  };
  for (const [token, value] of Object.entries(tokens)) canaries.name(token, value);
}

/** What the victim sees of its own, to compare before and after. */
export async function viewOfVictim({ victim, canaries }: Battlefield): Promise<unknown> {
  const paths = [
    '/commands/@VICTIM_COMMAND@',
    '/files/@VICTIM_FILE@',
    '/files/@VICTIM_OUTPUT@',
    '/presets/@VICTIM_PRESET@',
    '/webhook-config',
    '/keys',
  ];
  const views = await Promise.all(paths.map((path) => victim.call<object>('GET', canaries.fill(path))));
  return views.map(({ status, body }) => [status, withoutWhatMoves(body)]);
}

/** Links are fresh at each look, and the use of a key is a time. */
function withoutWhatMoves(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body, (name, value: unknown) =>
      ['storage_url', 'last_used_at'].includes(name) ? undefined : value,
    ),
  );
}
