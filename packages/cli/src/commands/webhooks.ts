// The account's webhook and its deliveries.
import { deliveryStatus } from '@renderio/contract';
import type { Command as Program } from 'commander';
import { addCommand, addGroup, wholeNumber } from '../add-command.ts';
import { CliError } from '../cli-error.ts';
import { type CommonOptions, createContext, type Surroundings } from '../context.ts';
import { formatTable } from '../format.ts';

export function addWebhooks(program: Program, surroundings: Surroundings): void {
  const group = addGroup(program, 'webhooks', "The account's webhook and its deliveries.");
  addShow(group, surroundings);
  addSet(group, surroundings);
  addDelete(group, surroundings);
  addRotate(group, surroundings);
  addPing(group, surroundings);
  addDeliveries(group, surroundings);
  addDelivery(group, surroundings);
  addReplay(group, surroundings);
}

function addShow(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'get',
    summary: 'Show the webhook and whether it works.',
    examples: [['renderio webhooks get', 'URL, state, failures']],
  }).action(async (options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const config = await (await connect()).getWebhookConfig();
    const rows = Object.entries(config).map(([name, value]) => [name, String(value ?? '')]);
    terminal.print(config, formatTable(rows));
  });
}

function addSet(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'set <url>',
    summary: 'Set the webhook; it is active from now on.',
    examples: [
      [
        'WEBHOOK_SECRET=whsec_… renderio webhooks set https://example.com/hook',
        'signed; secrets in arguments show in `ps`',
      ],
      ['renderio webhooks set https://example.com/hook', 'not signed; a secret set before is cleared'],
    ],
    notes: 'The secret is read from WEBHOOK_SECRET.',
  }).action(async (url: string, options: CommonOptions) => {
    const { terminal, connect, env } = createContext(surroundings, options);
    const secret = env['WEBHOOK_SECRET'] ?? '';
    const body = { url, ...(secret === '' ? {} : { secret }) };
    const answer = await (await connect()).putWebhookConfig({ body });
    terminal.print(answer, `${answer.url} is told, ${secret === '' ? 'without' : 'with'} a signature`);
  });
}

function addDelete(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'delete',
    summary: 'End the webhook; what has not been delivered is cancelled.',
    examples: [['renderio webhooks delete', 'nothing is sent any more']],
  }).action(async (options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    terminal.print(await (await connect()).deleteWebhookConfig(), 'The webhook is deleted.');
  });
}

interface RotateOptions extends CommonOptions {
  readonly overlap: number;
}

function addRotate(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'rotate-secret',
    summary: 'Give the webhook a new secret, and print the one that is made; the one before signs as well for a while.',
    examples: [
      ['renderio webhooks rotate-secret', 'makes one; receivers have a day to change'],
      ['WEBHOOK_SECRET=whsec_… renderio webhooks rotate-secret --overlap 0', 'takes yours; the old one ends at once'],
    ],
    notes: 'A secret of your own is read from WEBHOOK_SECRET.',
  })
    .option('--overlap <seconds>', 'how long the secret before it signs as well, at most 604800', wholeNumber, 86_400)
    .action(async ({ overlap, ...options }: RotateOptions) => {
      const { terminal, connect, env } = createContext(surroundings, options);
      const secret = env['WEBHOOK_SECRET'] ?? '';
      const body = { overlap_seconds: overlap, ...(secret === '' ? {} : { secret }) };
      const rotated = await (await connect()).rotateWebhookSecret({ body });
      const until = rotated.previous_secret_until;
      if (until !== null) terminal.note(`The secret before it signs as well until ${until}.`);
      terminal.print(rotated, rotated.secret ?? 'Signed by your secret from now on.');
    });
}

function addPing(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'ping',
    summary: 'Send the webhook a sample of an event, once, and print the id of the delivery.',
    examples: [['renderio webhooks delivery "$(renderio webhooks ping)"', 'what it answered']],
  }).action(async (options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const sent = await (await connect()).testWebhook();
    terminal.print(sent, sent.delivery_id);
  });
}

interface DeliveriesOptions extends CommonOptions {
  readonly status?: string;
  readonly command?: string;
  readonly limit: number;
  readonly cursor?: string;
}

function addDeliveries(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'deliveries',
    summary: 'List deliveries, newest first.',
    examples: [['renderio webhooks deliveries --status FAILED', 'what did not arrive']],
  })
    .option('--status <status>', deliveryStatus.options.join(', '))
    .option('--command <command-id>', 'only of this command')
    .option('--limit <count>', 'entries, at most 100', wholeNumber, 20)
    .option('--cursor <cursor>', '`next_cursor` of the page before')
    .action(async ({ limit, cursor, command, ...options }: DeliveriesOptions) => {
      const { terminal, connect } = createContext(surroundings, options);
      const status = deliveryStatus.options.find((known) => known === options.status?.toUpperCase());
      if (options.status !== undefined && status === undefined) {
        throw new CliError('USAGE', `--status ${options.status} is none of ${deliveryStatus.options.join(', ')}.`);
      }
      const page = await (await connect()).listWebhookDeliveries({
        query: {
          limit,
          ...(status === undefined ? {} : { status }),
          ...(cursor === undefined ? {} : { cursor }),
          ...(command === undefined ? {} : { command_id: command }),
        },
      });
      const rows = page.deliveries.map((delivery) => [
        delivery.delivery_id,
        delivery.status,
        delivery.created_at.slice(0, 19).replace('T', ' '),
        String(delivery.attempt_count),
        delivery.error_message ?? delivery.url ?? '',
      ]);
      terminal.print(page, formatTable([['ID', 'STATUS', 'CREATED', 'ATTEMPTS', 'WHAT'], ...rows]));
    });
}

function addDelivery(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'delivery <delivery-id>',
    summary: 'Show a delivery: what is sent, and what each attempt was answered.',
    examples: [['renderio webhooks delivery --json 01a2…', 'with the body, byte for byte']],
  }).action(async (deliveryId: string, options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const delivery = await (await connect()).getWebhookDelivery({ params: { deliveryId } });
    const attempts = delivery.attempts.map((attempt) => [
      attempt.started_at,
      String(attempt.status_code ?? 'no answer'),
      `${attempt.seconds} s`,
      attempt.error_message ?? '',
    ]);
    const head = [
      ['id', delivery.delivery_id],
      ['status', delivery.status],
      ['url', delivery.url ?? ''],
      ['error', delivery.error_message ?? ''],
    ].filter(([, value]) => value !== '');
    terminal.print(delivery, [formatTable(head), formatTable(attempts), delivery.body].join('\n'));
  });
}

function addReplay(group: Program, surroundings: Surroundings): void {
  addCommand(group, {
    usage: 'replay <delivery-id>',
    summary: 'Send a delivery again, now, with the same id and the same bytes.',
    examples: [['renderio webhooks replay 01a2…', 'on a schedule of its own']],
  }).action(async (deliveryId: string, options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const delivery = await (await connect()).replayWebhookDelivery({ params: { deliveryId } });
    terminal.print(delivery, `${delivery.delivery_id} ${delivery.status}`);
  });
}
