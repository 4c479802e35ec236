// Every attack on the server as it is run: the policy refuses, the box holds, and what is no command meets walls of its own.
import { after, before } from 'node:test';
import { type Battlefield, openBattlefield } from './driver/battlefield.ts';
import { testEverything } from './driver/test-everything.ts';

const walls = { policy: true, box: true };
let field: Battlefield;
before(async () => {
  field = await openBattlefield(walls);
});
after(() => field[Symbol.asyncDispose]());

testEverything(
  (families) => families,
  walls,
  () => field,
);
