// Some attacks of each family, so that `npm test` has them all in its two minutes; the others run by `npm run test:attacks`.
import { after, before } from 'node:test';
import { type Battlefield, openBattlefield } from './driver/battlefield.ts';
import { representativesOf } from './driver/representatives.ts';
import { testEverything } from './driver/test-everything.ts';

const walls = { policy: true, box: true };
let field: Battlefield;
before(async () => {
  field = await openBattlefield(walls);
});
after(() => field[Symbol.asyncDispose]());

testEverything(representativesOf, walls, () => field);
