// Some attacks of each family, so that `npm test` has them all in its two minutes; the others run by `npm run test:attacks`.
import { after, before } from 'node:test';
import { commandFamilies, exhaustingFamilies } from './corpus.ts';
import { type Battlefield, openBattlefield } from './driver/battlefield.ts';
import { representativesOf } from './driver/representatives.ts';
import { testCommands, testExhaustion } from './driver/test-commands.ts';

let field: Battlefield;
before(async () => {
  field = await openBattlefield();
});
after(() => field[Symbol.asyncDispose]());

testCommands(representativesOf(commandFamilies), { policy: false, box: true }, () => field);
testExhaustion(representativesOf(exhaustingFamilies), { policy: false, box: true }, () => field);
