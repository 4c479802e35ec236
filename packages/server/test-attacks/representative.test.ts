// Some attacks of each family, so that `npm test` has them all in its two minutes; the others run by `npm run test:attacks`.
import { after, before } from 'node:test';
import {
  bytesFamilies,
  commandFamilies,
  exhaustingFamilies,
  receiverFamilies,
  requestFamilies,
  tenancyFamilies,
} from './corpus.ts';
import { type Battlefield, openBattlefield } from './driver/battlefield.ts';
import { representativesOf } from './driver/representatives.ts';
import { testCommands, testExhaustion } from './driver/test-commands.ts';
import { testBytes, testReceivers, testRequests, testTenancy } from './driver/test-requests.ts';

let field: Battlefield;
before(async () => {
  field = await openBattlefield();
});
after(() => field[Symbol.asyncDispose]());

const walls = { policy: false, box: true };
testCommands(representativesOf(commandFamilies), walls, () => field);
testExhaustion(representativesOf(exhaustingFamilies), walls, () => field);
testRequests(representativesOf(requestFamilies), () => field);
testTenancy(representativesOf(tenancyFamilies), () => field);
testBytes(representativesOf(bytesFamilies), () => field);
testReceivers(representativesOf(receiverFamilies), () => field);
