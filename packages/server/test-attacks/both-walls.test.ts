// Every attack on the server as it is run: the policy refuses, the box holds, and what is no command meets walls of its own.
import { after, before } from 'node:test';
import { bytesFamilies, receiverFamilies, requestFamilies, tenancyFamilies } from './corpus.ts';
import { type Battlefield, openBattlefield } from './driver/battlefield.ts';
import { testBytes, testReceivers, testRequests, testTenancy } from './driver/test-requests.ts';

let field: Battlefield;
before(async () => {
  field = await openBattlefield();
});
after(() => field[Symbol.asyncDispose]());

testRequests(requestFamilies, () => field);
testTenancy(tenancyFamilies, () => field);
testBytes(bytesFamilies, () => field);
testReceivers(receiverFamilies, () => field);
