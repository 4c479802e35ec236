// Ordinary commands of another account, to see that an attack is nobody else's business.
import type { Command } from '@renderio/contract';
import type { Battlefield } from './battlefield.ts';

const commands = [
  '-f lavfi -i testsrc2=s=160x120:d=0.5 -c:v libx264 -preset ultrafast -f mp4 {{out_a}}',
  '-f lavfi -i sine=d=0.5 -c:a aac -f mp4 {{out_a}}',
  '-f lavfi -i color=s=64x64:d=0.1 -frames:v 1 -c:v png -f image2 {{out_a}}',
];

export async function runNeighbours({ neighbour }: Battlefield): Promise<Command[]> {
  return await Promise.all(
    commands.map(async (command) => {
      const { status, body } = await neighbour.call<{ command_id: string }>('POST', '/run-ffmpeg-command', {
        input_files: {},
        output_files: { out_a: 'result.bin' },
        ffmpeg_command: command,
      });
      if (status !== 200) throw new Error(`The neighbour was refused: ${JSON.stringify(body)}`);
      return await neighbour.finished(body.command_id);
    }),
  );
}
