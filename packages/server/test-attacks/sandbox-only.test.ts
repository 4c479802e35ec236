// Every attack by a command with the policy off: whatever FFmpeg is told, the box alone holds it.
import { after, before } from 'node:test';
import { commandFamilies, exhaustingFamilies } from './corpus.ts';
import { type Battlefield, openBattlefield } from './driver/battlefield.ts';
import { testCommands, testExhaustion } from './driver/test-commands.ts';

const walls = { policy: false, box: true };
let field: Battlefield;
before(async () => {
  field = await openBattlefield(walls);
});
after(() => field[Symbol.asyncDispose]());

testCommands(commandFamilies, walls, () => field);
testExhaustion(exhaustingFamilies, walls, () => field);
