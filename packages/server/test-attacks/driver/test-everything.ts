// The whole corpus, or what is chosen of it, in one setting.
import {
  bytesFamilies,
  commandFamilies,
  exhaustingFamilies,
  holdFamilies,
  receiverFamilies,
  requestFamilies,
  tenancyFamilies,
  uploadFamilies,
} from '../corpus.ts';
import type { AnyVector, Family } from '../vector.ts';
import type { Battlefield, Walls } from './battlefield.ts';
import { testCommands, testExhaustion } from './test-commands.ts';
import { testRemains } from './test-remains.ts';
import { testBytes, testHolds, testReceivers, testRequests, testTenancy, testUploads } from './test-requests.ts';

export function testEverything(
  choose: <V extends AnyVector>(families: readonly Family<V>[]) => readonly Family<V>[],
  walls: Walls,
  field: () => Battlefield,
): void {
  testCommands(choose(commandFamilies), walls, field);
  testExhaustion(choose(exhaustingFamilies), walls, field);
  testRequests(choose(requestFamilies), field);
  testTenancy(choose(tenancyFamilies), field);
  testBytes(choose(bytesFamilies), field);
  testReceivers(choose(receiverFamilies), field);
  testUploads(choose(uploadFamilies), field);
  testHolds(choose(holdFamilies), field);
  testRemains(field);
}
