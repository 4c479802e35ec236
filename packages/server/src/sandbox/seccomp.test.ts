// The filter, judged call by call as the kernel would judge it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileSeccompFilter, isMachine, type Machine } from './seccomp.ts';

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const errno = (number: number): number => 0x50000 | number;

/** What the kernel would answer: the five instructions that the filter is made of, read from its bytes. */
function judge(filter: Buffer, call: { machine: number; number: number; firstArgument?: number }): number {
  const data = new Map([
    [0, call.number],
    [4, call.machine],
    [16, call.firstArgument ?? 0],
  ]);
  let accumulator = 0;
  for (let at = 0; at < filter.length; at += 8) {
    const operand = filter.readUInt32LE(at + 4);
    const jump = (condition: boolean): void => {
      at += 8 * filter.readUInt8(at + (condition ? 2 : 3));
    };
    switch (filter.readUInt16LE(at)) {
      case 0x20:
        accumulator = data.get(operand) ?? assert.fail(`reads offset ${operand}`);
        break;
      case 0x05:
        at += 8 * operand;
        break;
      case 0x15:
        jump(accumulator === operand);
        break;
      case 0x35:
        jump(accumulator >= operand);
        break;
      case 0x45:
        jump((accumulator & operand) !== 0);
        break;
      case 0x06:
        return operand;
      default:
        assert.fail(`unknown instruction at ${at}`);
    }
  }
  return assert.fail('ran off the end');
}

const cases: Readonly<
  Record<Machine, { audit: number; calls: readonly (readonly [string, number, number, number])[] }>
> = {
  x64: {
    audit: 0xc000003e,
    calls: [
      ['read', 0, 0, ALLOW],
      ['execve', 59, 0, ALLOW],
      ['futex', 202, 0, ALLOW],
      ['clone of a thread, as glibc makes it', 56, 0x3d0f00, ALLOW],
      ['clone of a process', 56, 0x1200011, errno(1)],
      ['clone into a user namespace', 56, 0x10000000, errno(1)],
      ['clone of a thread into a mount namespace', 56, 0x3f0f00, errno(1)],
      ['fork', 57, 0, errno(1)],
      ['vfork', 58, 0, errno(1)],
      ['clone3', 435, 0, errno(38)],
      ['memfd_create', 319, 0, errno(38)],
      ['ptrace', 101, 0, errno(1)],
      ['mknodat, the last of the refused', 259, 0, errno(1)],
      ['the x32 side of read', 0x40000000, 0, errno(38)],
      ['personality(0)', 135, 0, ALLOW],
      ['personality, asked for', 135, 0xffffffff, ALLOW],
      ['personality without address randomisation', 135, 0x40000, errno(1)],
      ['socket of AF_UNIX', 41, 1, ALLOW],
      ['socket of AF_INET6', 41, 10, ALLOW],
      ['socket of AF_NETLINK', 41, 16, errno(97)],
      ['socket of AF_ALG', 41, 38, errno(97)],
      ['prctl of a thread name', 157, 15, ALLOW],
      ['prctl that hides the process', 157, 4, errno(1)],
    ],
  },
  arm64: {
    audit: 0xc00000b7,
    calls: [
      ['read', 63, 0, ALLOW],
      ['mkdirat, whose number is x86-64’s for nothing refused', 34, 0, ALLOW],
      ['clone of a thread', 220, 0x3d0f00, ALLOW],
      ['clone of a process', 220, 17, errno(1)],
      ['clone3', 435, 0, errno(38)],
      ['ptrace', 117, 0, errno(1)],
      ['mknodat', 33, 0, errno(1)],
      ['socket of AF_NETLINK', 198, 16, errno(97)],
    ],
  },
};

for (const [machine, { audit, calls }] of Object.entries(cases)) {
  assert.ok(isMachine(machine));
  const filter = compileSeccompFilter(machine);
  describe(`the filter for ${machine}`, () => {
    for (const [name, number, firstArgument, expected] of calls) {
      test(`answers ${name}`, () => {
        assert.equal(judge(filter, { machine: audit, number, firstArgument }).toString(16), expected.toString(16));
      });
    }

    test('kills a process that calls as another machine would', () => {
      assert.equal(judge(filter, { machine: 0x40000003, number: 0 }), KILL);
    });

    test('gives every call number an answer', () => {
      for (let number = 0; number < 1_000; number += 1) judge(filter, { machine: audit, number });
    });
  });
}
