// The system-call filter of the sandbox, compiled to classic BPF for bubblewrap's `--seccomp`: FFmpeg needs threads, files and memory, and nothing else.

/** `[x86-64, arm64]`; null where the architecture never had the call. */
type Numbers = readonly [number | null, number | null];

/** Refused with EPERM. */
const refused: Readonly<Record<string, Numbers>> = {
  // A second process: FFmpeg has none, so nothing can fork, daemonise or hide from the memory poll.
  fork: [57, null],
  vfork: [58, null],
  // Other processes, keys, tracing.
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  pidfd_getfd: [438, 438],
  kcmp: [312, 272],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  perf_event_open: [298, 241],
  // Kernel surface with a history of escapes.
  bpf: [321, 280],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  vmsplice: [278, 75],
  move_pages: [279, 239],
  migrate_pages: [256, 238],
  modify_ldt: [154, null],
  fanotify_init: [300, 262],
  lookup_dcookie: [212, 18],
  nfsservctl: [180, 42],
  uselib: [134, null],
  // Namespaces and mounts.
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  open_tree_attr: [467, 467],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  // The machine.
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  acct: [163, 89],
  syslog: [103, 116],
  iopl: [172, null],
  ioperm: [173, null],
  vhangup: [153, 58],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  // Memory that the resident size of the process would not show.
  memfd_secret: [447, 447],
  shmget: [29, 194],
  shmat: [30, 196],
  msgget: [68, 186],
  semget: [64, 190],
  mq_open: [240, 180],
  // What could stand in an output's place: links, pipes, devices.
  symlink: [88, null],
  symlinkat: [266, 36],
  link: [86, null],
  linkat: [265, 37],
  mknod: [133, null],
  mknodat: [259, 33],
};

/** Answered with ENOSYS, so that libraries take their older way: glibc goes from `clone3` to `clone`, whose flags a filter can read. */
const unknown: Readonly<Record<string, Numbers>> = { clone3: [435, 435], memfd_create: [319, 279] };

const machines = {
  x64: { audit: 0xc000003e, column: 0, clone: 56, personality: 135, prctl: 157, socket: 41 },
  arm64: { audit: 0xc00000b7, column: 1, clone: 220, personality: 92, prctl: 167, socket: 198 },
} as const;

export type Machine = keyof typeof machines;

export function isMachine(architecture: string): architecture is Machine {
  return Object.hasOwn(machines, architecture);
}

// Opcodes of classic BPF (linux/filter.h).
const load = 0x20;
const jump = 0x05;
const jumpIfEqual = 0x15;
const jumpIfAtLeast = 0x35;
const jumpIfAnyBit = 0x45;
const answer = 0x06;

// Answers (linux/seccomp.h) and the errno values in them.
const allow = 0x7fff0000;
const killProcess = 0x80000000;
const failWith = (errno: number): number => 0x00050000 | errno;
const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

// Offsets in struct seccomp_data; both machines are little-endian, so the low half of an argument comes first.
const numberOffset = 0;
const machineOffset = 4;
const firstArgumentOffset = 16;

const CLONE_THREAD = 0x00010000;
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET and NEWTIME. */
const namespaceFlags = 0x7e020080;
const x32Bit = 0x40000000;
/** What `personality` is asked for to learn the current one, without changing it. */
const personalityQuery = 0xffffffff;
/** A process that is not dumpable hides its open files from a server that is an ordinary user. */
const PR_SET_DUMPABLE = 4;
const addressFamilies = { unix: 1, inet: 2, inet6: 10 } as const;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

/** The filter as the kernel's `struct sock_filter[]`. */
export function compileSeccompFilter(machine: Machine): Buffer {
  const { audit, column, clone, personality, prctl, socket } = machines[machine];
  const listed = (table: Readonly<Record<string, Numbers>>, errno: number): Instruction[] => {
    const numbers = Object.values(table)
      .map((row) => row[column])
      .filter((number) => number !== null);
    return [
      ...numbers.map((number, index): Instruction => [jumpIfEqual, numbers.length - index, 0, number]),
      [jump, 0, 0, 1],
      [answer, 0, 0, failWith(errno)],
    ];
  };
  const whenCalled = (number: number, judge: readonly Instruction[]): Instruction[] => [
    [jumpIfEqual, 0, judge.length, number],
    ...judge,
  ];
  return encode([
    [load, 0, 0, machineOffset],
    [jumpIfEqual, 1, 0, audit],
    [answer, 0, 0, killProcess],
    [load, 0, 0, numberOffset],
    [jumpIfAtLeast, 0, 1, x32Bit],
    [answer, 0, 0, failWith(ENOSYS)],
    ...listed(unknown, ENOSYS),
    ...listed(refused, EPERM),
    ...whenCalled(clone, [
      [load, 0, 0, firstArgumentOffset],
      [jumpIfAnyBit, 2, 0, namespaceFlags],
      [jumpIfAnyBit, 0, 1, CLONE_THREAD],
      [answer, 0, 0, allow],
      [answer, 0, 0, failWith(EPERM)],
    ]),
    ...whenCalled(personality, [
      [load, 0, 0, firstArgumentOffset],
      [jumpIfEqual, 1, 0, 0],
      [jumpIfEqual, 0, 1, personalityQuery],
      [answer, 0, 0, allow],
      [answer, 0, 0, failWith(EPERM)],
    ]),
    ...whenCalled(prctl, [
      [load, 0, 0, firstArgumentOffset],
      [jumpIfEqual, 0, 1, PR_SET_DUMPABLE],
      [answer, 0, 0, failWith(EPERM)],
      [answer, 0, 0, allow],
    ]),
    // The network namespace is empty; these three are harmless there and libraries ask for them.
    ...whenCalled(socket, [
      [load, 0, 0, firstArgumentOffset],
      [jumpIfEqual, 3, 0, addressFamilies.unix],
      [jumpIfEqual, 2, 0, addressFamilies.inet],
      [jumpIfEqual, 1, 0, addressFamilies.inet6],
      [answer, 0, 0, failWith(EAFNOSUPPORT)],
      [answer, 0, 0, allow],
    ]),
    [answer, 0, 0, allow],
  ]);
}

function encode(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, operand], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(operand, index * 8 + 4);
  });
  return bytes;
}
