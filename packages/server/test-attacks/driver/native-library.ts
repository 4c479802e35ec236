// Makes a shared object of a list of system calls, without a compiler: native code as hostile as it can be, in a few hundred bytes.
import { constants } from 'node:os';

/** An argument: a number, a text or bytes that the pointer points to, room to be filled, or what an earlier call gave. */
export type Argument = number | bigint | string | Buffer | { readonly room: number } | { readonly from: number };

export interface Call {
  readonly name: SystemCall;
  readonly args: readonly Argument[];
}

export interface NativeProgram {
  /** Made once, in order; each writes `<name>=<what it gave>` to standard error. */
  readonly calls: readonly Call[];
  /** Made over and over afterwards, without a word. */
  readonly forever?: readonly Call[];
}

/** Numbers of x86-64. */
const numbers = {
  read: 0,
  write: 1,
  open: 2,
  lseek: 8,
  mmap: 9,
  mprotect: 10,
  ioctl: 16,
  pause: 34,
  socket: 41,
  connect: 42,
  clone: 56,
  fork: 57,
  vfork: 58,
  execve: 59,
  exit: 60,
  kill: 62,
  ftruncate: 77,
  getdents64: 217,
  chdir: 80,
  rename: 82,
  mkdir: 83,
  rmdir: 84,
  link: 86,
  unlink: 87,
  symlink: 88,
  chmod: 90,
  chown: 92,
  ptrace: 101,
  syslog: 103,
  setuid: 105,
  setgid: 106,
  setsid: 112,
  setgroups: 116,
  capset: 126,
  mknod: 133,
  personality: 135,
  prctl: 157,
  pivot_root: 155,
  acct: 163,
  mount: 165,
  umount2: 166,
  swapon: 167,
  reboot: 169,
  sethostname: 170,
  iopl: 172,
  init_module: 175,
  setrlimit: 160,
  chroot: 161,
  settimeofday: 164,
  tkill: 200,
  exit_group: 231,
  kexec_load: 246,
  add_key: 248,
  keyctl: 250,
  fallocate: 285,
  unshare: 272,
  perf_event_open: 298,
  open_by_handle_at: 304,
  setns: 308,
  process_vm_readv: 310,
  memfd_create: 319,
  bpf: 321,
  execveat: 322,
  userfaultfd: 323,
  io_uring_setup: 425,
  pidfd_open: 434,
  clone3: 435,
  fsopen: 430,
} as const;

export type SystemCall = keyof typeof numbers;

/** What a call that was refused gives, as it is written to standard error. */
export function reportOf(name: SystemCall, error: keyof typeof constants.errno): string {
  return `${name}=${BigInt.asUintN(64, BigInt(-constants.errno[error])).toString(16)}`;
}

/** Opcodes that load each argument's register: a number, the address of data, the value of data. */
const registers = [
  { number: '48bf', address: '488d3d', value: '488b3d' },
  { number: '48be', address: '488d35', value: '488b35' },
  { number: '48ba', address: '488d15', value: '488b15' },
  { number: '49ba', address: '4c8d15', value: '4c8b15' },
  { number: '49b8', address: '4c8d05', value: '4c8b05' },
  { number: '49b9', address: '4c8d0d', value: '4c8b0d' },
] as const;

const headerBytes = 64;
const programHeaderBytes = 56;
const programHeaders = 3;
const codeOffset = headerBytes + programHeaders * programHeaderBytes;

/** The code runs when the library is loaded, before anything looks for symbols in it. */
export function makeNativeLibrary(program: NativeProgram): Buffer {
  const draft = assemble(program, 0);
  // Data follows the code, whose length does not depend on where that is.
  const { code, data } = assemble(program, codeOffset + draft.code.length);
  const dynamicOffset = align(codeOffset + code.length + data.length);
  const dynamic = makeDynamic(dynamicOffset);
  const total = dynamicOffset + dynamic.length;
  return Buffer.concat(
    [
      makeHeaders(dynamicOffset, total),
      code,
      data,
      Buffer.alloc(dynamicOffset - codeOffset - code.length - data.length),
      dynamic,
    ],
    total,
  );
}

function align(offset: number): number {
  return Math.ceil(offset / 16) * 16;
}

function assemble({ calls, forever = [] }: NativeProgram, dataOffset: number): { code: Buffer; data: Buffer } {
  const code: Buffer[] = [];
  const data: Buffer[] = [];
  let here = codeOffset;
  let dataEnd = dataOffset;
  const emit = (bytes: Buffer): void => {
    code.push(bytes);
    here += bytes.length;
  };
  const put = (bytes: Buffer): number => {
    const at = dataEnd;
    const padded = Buffer.alloc(align(bytes.length));
    bytes.copy(padded);
    data.push(padded);
    dataEnd += padded.length;
    return at;
  };
  /** An instruction whose last four bytes are where its data is, seen from its end. */
  const emitRelative = (opcode: string, target: number): void => {
    const bytes = Buffer.concat([Buffer.from(opcode, 'hex'), Buffer.alloc(4)]);
    bytes.writeInt32LE(target - (here + bytes.length), bytes.length - 4);
    emit(bytes);
  };
  const emitNumber = (opcode: string, value: bigint): void => {
    const bytes = Buffer.concat([Buffer.from(opcode, 'hex'), Buffer.alloc(8)]);
    bytes.writeBigUInt64LE(BigInt.asUintN(64, value), 2);
    emit(bytes);
  };
  const results: number[] = [];
  const emitCall = ({ name, args }: Call): void => {
    for (const [index, argument] of args.entries()) {
      const register = registers[index];
      if (register === undefined) throw new RangeError(`${name} takes six arguments at most.`);
      if (typeof argument === 'number' || typeof argument === 'bigint') emitNumber(register.number, BigInt(argument));
      else if (typeof argument === 'string') emitRelative(register.address, put(Buffer.from(`${argument}\0`)));
      else if (Buffer.isBuffer(argument)) emitRelative(register.address, put(argument));
      else if ('room' in argument) emitRelative(register.address, roomOf(argument.room));
      else emitRelative(register.value, results[argument.from] ?? 0);
    }
    emitNumber('48b8', BigInt(numbers[name]));
    emit(Buffer.from('0f05', 'hex'));
  };
  // All share one room, so that what one call has read another can write.
  let room: number | null = null;
  const roomOf = (size: number): number => (room ??= put(Buffer.alloc(size)));

  // Over the routine that writes a number's digits into a text.
  const digits = put(Buffer.from('0123456789abcdef'));
  const routine = Buffer.concat([
    Buffer.from('48c7c110000000', 'hex'), // mov rcx, 16
    Buffer.from('4c8d1d00000000', 'hex'), // lea r11, [digits]
    Buffer.from('4889c2', 'hex'), // mov rdx, rax
    Buffer.from('4883e20f', 'hex'), // and rdx, 15
    Buffer.from('418a1413', 'hex'), // mov dl, [r11 + rdx]
    Buffer.from('88540fff', 'hex'), // mov [rdi + rcx - 1], dl
    Buffer.from('48c1e804', 'hex'), // shr rax, 4
    Buffer.from('48ffc9', 'hex'), // dec rcx
    Buffer.from('75e8', 'hex'), // jnz: mov rdx, rax
    Buffer.from('c3', 'hex'), // ret
  ]);
  emit(Buffer.from([0xeb, routine.length]));
  const routineAt = here;
  routine.writeInt32LE(digits - (here + 14), 10);
  emit(routine);

  for (const call of calls) {
    emitCall(call);
    const result = put(Buffer.alloc(8));
    results.push(result);
    emitRelative('488905', result);
    const prefix = `${call.name}=`;
    const text = `${prefix}${'0'.repeat(16)}\n`;
    const textAt = put(Buffer.from(text));
    emitRelative('488d3d', textAt + prefix.length);
    emitRelative('e8', routineAt);
    emitNumber('48b8', BigInt(numbers.write));
    emitNumber('48bf', 2n);
    emitRelative('488d35', textAt);
    emitNumber('48ba', BigInt(text.length));
    emit(Buffer.from('0f05', 'hex'));
  }
  if (forever.length > 0) {
    const again = here;
    for (const call of forever) emitCall(call);
    emitRelative('e9', again);
  }
  emit(Buffer.from('c3', 'hex'));
  return { code: Buffer.concat(code), data: Buffer.concat(data) };
}

/** Tags of the dynamic section that a loader needs, behind them an empty table of symbols. */
function makeDynamic(offset: number): Buffer {
  const entries = 7;
  const tables = offset + entries * 16;
  const [hash, strings, symbols] = [tables, tables + 16, tables + 32];
  const tags: readonly (readonly [number, number])[] = [
    [4, hash],
    [5, strings],
    [6, symbols],
    [10, 1],
    [11, 24],
    [12, codeOffset],
    [0, 0],
  ];
  const bytes = Buffer.alloc(entries * 16 + 16 + 16 + 24);
  for (const [index, [tag, value]] of tags.entries()) {
    bytes.writeBigUInt64LE(BigInt(tag), index * 16);
    bytes.writeBigUInt64LE(BigInt(value), index * 16 + 8);
  }
  // One bucket and one symbol: the one that is none.
  bytes.writeUInt32LE(1, entries * 16);
  bytes.writeUInt32LE(1, entries * 16 + 4);
  return bytes;
}

function makeHeaders(dynamicOffset: number, total: number): Buffer {
  const bytes = Buffer.alloc(codeOffset);
  Buffer.from('7f454c4602010100', 'hex').copy(bytes);
  bytes.writeUInt16LE(3, 16); // a shared object
  bytes.writeUInt16LE(62, 18); // of x86-64
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BigInt(headerBytes), 32);
  bytes.writeUInt16LE(headerBytes, 52);
  bytes.writeUInt16LE(programHeaderBytes, 54);
  bytes.writeUInt16LE(programHeaders, 56);
  bytes.writeUInt16LE(64, 58);
  const segment = (index: number, type: number, flags: number, offset: number, size: number): void => {
    const at = headerBytes + index * programHeaderBytes;
    bytes.writeUInt32LE(type, at);
    bytes.writeUInt32LE(flags, at + 4);
    for (const [field, value] of [offset, offset, offset, size, size, 4096].entries()) {
      bytes.writeBigUInt64LE(BigInt(value), at + 8 + field * 8);
    }
  };
  segment(0, 1, 7, 0, total); // all of it: read, write, execute
  segment(1, 2, 6, dynamicOffset, total - dynamicOffset);
  segment(2, 0x6474e551, 6, 0, 0); // no executable stack, which loaders refuse
  return bytes;
}
