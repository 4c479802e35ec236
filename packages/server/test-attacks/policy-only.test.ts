// Every attack by a command that has no business with FFmpeg is refused when it is submitted, at each door, before there is a box to hold it.
import { after, before } from 'node:test';
import { commandFamilies, exhaustingFamilies } from './corpus.ts';
import { type Battlefield, openBattlefield } from './driver/battlefield.ts';
import { testCommands, testExhaustion } from './driver/test-commands.ts';

const walls = { policy: true, box: false };
let field: Battlefield;
before(async () => {
  field = await openBattlefield(walls);
});
after(() => field[Symbol.asyncDispose]());

testCommands(commandFamilies, walls, () => field);
testExhaustion(exhaustingFamilies, walls, () => field);
