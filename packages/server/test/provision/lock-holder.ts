// A server process that a test can kill: takes the instance lock of its first argument, says so, and stays.
import { acquireInstanceLock } from '../../src/provision/instance-lock.ts';

const [, , dataFolder = ''] = process.argv;
await acquireInstanceLock(dataFolder);
process.stdout.write('locked\n');
setInterval(() => undefined, 60_000);
