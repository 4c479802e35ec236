// Every attack by a command, and by native code, with the policy off: whatever FFmpeg is told, the box alone holds it.
import { after, before } from 'node:test';
import { commandFamilies, exhaustingFamilies, nativeFamilies } from './corpus.ts';
import { type Battlefield, openBattlefield } from './driver/battlefield.ts';
import { testCommands, testExhaustion } from './driver/test-commands.ts';
import { type CaptiveRoot, makeCaptiveRoot, testNativeCode } from './driver/test-native-code.ts';
import { testRemains } from './driver/test-remains.ts';

const walls = { policy: false, box: true };
const stack = new AsyncDisposableStack();
let field: Battlefield;
let root: CaptiveRoot;
before(async () => {
  root = stack.use(await makeCaptiveRoot());
  field = stack.use(await openBattlefield(walls, { RENDERIO_PROGRAMS_DIR: root.programsFolder }));
});
after(() => stack.disposeAsync());

testCommands(commandFamilies, walls, () => field);
testNativeCode(
  nativeFamilies,
  () => field,
  () => root,
);
testExhaustion(exhaustingFamilies, walls, () => field);
testRemains(() => field);
