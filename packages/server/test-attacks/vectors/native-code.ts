// Attacks by native code that already runs in the box: what no policy and no FFmpeg stands before.
import type { Family, NativeCall, NativeVector } from '../vector.ts';

const writeOnly = 0o1;
const readWrite = 0o2;
const create = 0o100;
const killSignal = 9;

function calls(name: string, made: readonly NativeCall[], more: Partial<NativeVector> = {}): NativeVector {
  return { name, calls: made, ...more };
}

/** One call that is refused, or does not exist, as far as the box is concerned. */
function refused(
  name: string,
  call: NativeCall['call'],
  args: NativeCall['args'],
  gives: NativeCall['gives'] = 'EPERM',
): NativeVector {
  return { name, calls: [{ call, args, gives }] };
}

/** Opens, reads, and shows what it got. */
function showing(path: string, gives: NativeCall['gives'] = 'ENOENT'): NativeVector {
  return calls(`shows ${path}`, [
    { call: 'open', args: [path, 0], gives },
    { call: 'read', args: [{ from: 0 }, { room: 4096 }, 4096] },
    { call: 'write', args: [2, { room: 4096 }, 4096] },
  ]);
}

function listing(path: string, gives: NativeCall['gives'] = 'ok'): NativeVector {
  return calls(`lists ${path}`, [
    { call: 'open', args: [path, 0], gives },
    { call: 'getdents64', args: [{ from: 0 }, { room: 32_768 }, 32_768] },
    { call: 'write', args: [2, { room: 32_768 }, 32_768] },
  ]);
}

function connecting(
  name: string,
  family: number,
  kind: number,
  to: NativeCall['args'][number],
  size: number,
  gives: NativeCall['gives'],
): NativeVector {
  return calls(name, [
    { call: 'socket', args: [family, kind, 0], gives: 'ok' },
    { call: 'connect', args: [{ from: 0 }, to, size], gives },
  ]);
}

const output = '/job/out.wav';
/** Leaves nothing but what it made in the output's place, and says that all is well. */
const leaving = { ends: ['OUTPUT_MISSING', 'OUTPUT_INVALID', 'FFMPEG_FAILED'] } as const;
const allIsWell: NativeCall = { call: 'exit_group', args: [0] };

export const nativeCode: Family<NativeVector> = {
  name: 'native code',
  vectors: [
    showing('@HOST_FILE@'),
    showing('@BESIDE@'),
    showing('@DATA@/canary.txt'),
    showing('/etc/shadow'),
    showing('/etc/passwd'),
    showing('/proc/@PID@/environ'),
    showing('/proc/1/environ', 'ok'),
    showing('/proc/self/environ', 'ok'),
    showing('/proc/self/root@HOST_FILE@'),
    showing('/proc/kcore'),
    showing('/proc/kmsg', 'EACCES'),
    showing('/proc/mounts', 'ok'),
    showing('/proc/net/tcp', 'ok'),
    showing('/sys/kernel/security'),
    showing('/dev/mem'),
    listing('/'),
    listing('/proc'),
    listing('/job/..'),
    listing('/var/tmp', 'ENOENT'),
    connecting('connects to a loopback server', 2, 1, { inet: '@PORT@' }, 16, 'ECONNREFUSED'),
    connecting('connects to a Unix socket', 1, 1, { unix: '@SOCKET@' }, 110, 'ENOENT'),
    connecting('connects to an abstract Unix socket', 1, 1, { unix: '\0@ABSTRACT@' }, 110, 'ECONNREFUSED'),
    connecting('connects to the world', 2, 1, { inet: '53', host: '8.8.8.8' }, 16, 'ENETUNREACH'),
    connecting('connects to the metadata service', 2, 1, { inet: '80', host: '169.254.169.254' }, 16, 'ENETUNREACH'),
    refused('opens a raw packet socket', 'socket', [17, 3, 0], 'EAFNOSUPPORT'),
    refused('opens a netlink socket', 'socket', [16, 3, 0], 'EAFNOSUPPORT'),
    refused('opens a socket of the host’s virtual machine', 'socket', [40, 1, 0], 'EAFNOSUPPORT'),
    refused('opens a socket of the kernel’s ciphers', 'socket', [38, 5, 0], 'EAFNOSUPPORT'),
    refused('forks', 'fork', []),
    refused('forks without copying', 'vfork', []),
    refused('forks by clone', 'clone', [17, 0, 0, 0, 0]),
    refused('forks by clone into a new user namespace', 'clone', [0x10000011, 0, 0, 0, 0]),
    refused('forks by clone3', 'clone3', [{ room: 88 }, 88], 'ENOSYS'),
    calls('forks for ever', [{ call: 'fork', args: [], gives: 'EPERM' }], {
      forever: [
        { call: 'fork', args: [] },
        { call: 'clone', args: [17, 0, 0, 0, 0] },
      ],
      maxRunSeconds: 3,
      ends: ['TIMEOUT'],
    }),
    calls('starts a daemon', [
      { call: 'setsid', args: [] },
      { call: 'fork', args: [], gives: 'EPERM' },
    ]),
    calls('waits for ever', [], { forever: [{ call: 'pause', args: [] }], maxRunSeconds: 3, ends: ['TIMEOUT'] }),
    calls('stops itself', [{ call: 'kill', args: [0, 19] }], {
      forever: [{ call: 'kill', args: [1, 19] }],
      maxRunSeconds: 3,
      ends: ['TIMEOUT'],
    }),
    refused('traces another process', 'ptrace', [16, { number: '@PID@' }, 0, 0]),
    refused("reads another process's memory", 'process_vm_readv', [1, 0, 0, 0, 0, 0]),
    calls('kills a process by its number', [{ call: 'kill', args: [{ number: '@PID@' }, killSignal], gives: 'ESRCH' }]),
    calls('kills every process', [{ call: 'kill', args: [-1, killSignal], gives: undefined }], {
      ends: ['FFMPEG_FAILED', 'OUTPUT_MISSING'],
    }),
    calls('opens a process by its number', [{ call: 'pidfd_open', args: [{ number: '@PID@' }, 0], gives: 'ESRCH' }]),
    calls('runs another program', [{ call: 'execve', args: ['/usr/bin/ffprobe', 0, 0] }], {
      ends: ['FFMPEG_FAILED', 'OUTPUT_MISSING'],
    }),
    calls('runs what it wrote', [
      { call: 'open', args: ['/job/x', create | writeOnly, 0o755], gives: 'ok' },
      { call: 'write', args: [{ from: 0 }, '#!/usr/bin/ffmpeg\n', 18], gives: 'ok' },
      { call: 'execve', args: ['/job/x', 0, 0], gives: 'EACCES' },
    ]),
    calls('maps what it wrote as code', [
      { call: 'open', args: ['/tmp/x', create | readWrite, 0o755], gives: 'ok' },
      { call: 'ftruncate', args: [{ from: 0 }, 4096], gives: 'ok' },
      { call: 'mmap', args: [0, 4096, 5, 2, { from: 0 }, 0], gives: 'EPERM' },
    ]),
    refused('runs from memory', 'memfd_create', ['x', 0], 'ENOSYS'),
    calls('writes over a library', [
      { call: 'open', args: ['/usr/lib/x86_64-linux-gnu/libc.so.6', writeOnly], gives: 'EACCES' },
    ]),
    calls('writes into its root', [{ call: 'open', args: ['/x', create | writeOnly, 0o644], gives: 'EROFS' }]),
    calls('writes into shared memory', [
      { call: 'open', args: ['/dev/shm/x', create | writeOnly, 0o644], gives: 'EROFS' },
    ]),
    calls('writes to its own memory by /proc', [
      { call: 'open', args: ['/proc/sys/kernel/core_pattern', writeOnly], gives: undefined },
    ]),
    calls('leaves its folder', [
      { call: 'chdir', args: ['/job/../../..'], gives: 'ok' },
      { call: 'open', args: ['x', create | writeOnly, 0o644], gives: 'EROFS' },
    ]),
    calls(
      'leaves a link as its output',
      [{ call: 'symlink', args: ['@HOST_FILE@', output], gives: 'EPERM' }, allIsWell],
      leaving,
    ),
    calls(
      'leaves a link of the hard kind as its output',
      [{ call: 'link', args: ['/usr/bin/ffmpeg', output], gives: 'EPERM' }, allIsWell],
      leaving,
    ),
    calls(
      'leaves a pipe as its output',
      [{ call: 'mknod', args: [output, 0o10644, 0], gives: 'EPERM' }, allIsWell],
      leaving,
    ),
    calls(
      'leaves a device as its output',
      [{ call: 'mknod', args: [output, 0o20644, 0x0501], gives: 'EPERM' }, allIsWell],
      leaving,
    ),
    calls('leaves a folder as its output', [{ call: 'mkdir', args: [output, 0o755], gives: 'ok' }, allIsWell], leaving),
    calls(
      'leaves a file that nobody may read as its output',
      [
        { call: 'open', args: [output, create | writeOnly, 0], gives: 'ok' },
        { call: 'write', args: [{ from: 0 }, 'x', 1], gives: 'ok' },
        allIsWell,
      ],
      { ends: ['OUTPUT_MISSING', 'OUTPUT_INVALID', 'FFMPEG_FAILED', 'STORAGE_FAILED'] },
    ),
    calls('leaves nothing and says that all is well', [allIsWell], leaving),
    calls(
      'leaves a sparse terabyte as its output',
      [
        { call: 'open', args: [output, create | writeOnly, 0o644], gives: 'ok' },
        { call: 'ftruncate', args: [{ from: 0 }, 2n ** 40n], gives: 'EFBIG' },
        allIsWell,
      ],
      { ends: ['OUTPUT_MISSING', 'OUTPUT_TOO_LARGE'] },
    ),
    calls(
      'leaves a sparse file just below its limit as its output',
      [
        { call: 'open', args: [output, create | writeOnly, 0o644], gives: 'ok' },
        { call: 'ftruncate', args: [{ from: 0 }, 25_000_000], gives: 'ok' },
        allIsWell,
      ],
      { ends: ['OUTPUT_INVALID', 'OUTPUT_TOO_LARGE'] },
    ),
    calls(
      'writes a byte a terabyte away',
      [
        { call: 'open', args: [output, create | writeOnly, 0o644], gives: 'ok' },
        { call: 'lseek', args: [{ from: 0 }, 2n ** 40n, 0] },
        { call: 'write', args: [{ from: 0 }, 'x', 1], gives: 'EFBIG' },
        allIsWell,
      ],
      { ends: ['OUTPUT_MISSING', 'OUTPUT_TOO_LARGE'] },
    ),
    calls(
      'reserves a terabyte',
      [
        { call: 'open', args: ['/job/x', create | writeOnly, 0o644], gives: 'ok' },
        { call: 'fallocate', args: [{ from: 0 }, 0, 0, 2n ** 40n] },
      ],
      { ends: ['FFMPEG_FAILED', 'OUTPUT_TOO_LARGE'] },
    ),
    calls(
      'fills the disk with a file that has no name',
      [
        { call: 'open', args: ['/job/x', create | writeOnly, 0o644], gives: 'ok' },
        { call: 'unlink', args: ['/job/x'], gives: 'ok' },
      ],
      {
        forever: [{ call: 'write', args: [{ from: 0 }, { room: 65_536 }, 65_536] }],
        maxRunSeconds: 15,
        ends: ['OUTPUT_TOO_LARGE'],
      },
    ),
    calls('makes folders in folders for ever', [], {
      forever: [
        { call: 'mkdir', args: ['d'.repeat(200), 0o755] },
        { call: 'chdir', args: ['d'.repeat(200)] },
      ],
      maxRunSeconds: 15,
      ends: ['OUTPUT_TOO_LARGE'],
    }),
    calls(
      'locks its folder',
      [
        { call: 'mkdir', args: ['/job/locked', 0o755], gives: 'ok' },
        { call: 'open', args: ['/job/locked/x', create | writeOnly, 0], gives: 'ok' },
        { call: 'chmod', args: ['/job/locked', 0], gives: 'ok' },
        { call: 'chmod', args: ['/job', 0], gives: 'ok' },
      ],
      { ends: ['FFMPEG_FAILED', 'OUTPUT_TOO_LARGE'] },
    ),
    calls(
      'takes its folder of inputs away',
      [
        { call: 'rename', args: ['/job/inputs', '/job/out.wav'], gives: undefined },
        { call: 'rmdir', args: ['/job'], gives: undefined },
        allIsWell,
      ],
      leaving,
    ),
    calls('maps a terabyte', [{ call: 'mmap', args: [0, 2n ** 40n, 3, 0x22, -1, 0], gives: 'ENOMEM' }]),
    calls('takes memory for ever', [], {
      forever: [{ call: 'mmap', args: [0, 1_000_000, 3, 0x8022, -1, 0] }],
      maxRunSeconds: 15,
      ends: ['OUT_OF_MEMORY'],
    }),
    calls('opens files for ever', [], {
      forever: [{ call: 'open', args: ['/job', 0] }],
      maxRunSeconds: 3,
      ends: ['TIMEOUT'],
    }),
    calls('fills its log for ever', [], {
      forever: [{ call: 'write', args: [2, { room: 4096 }, 4096] }],
      maxRunSeconds: 3,
      ends: ['TIMEOUT'],
    }),
    calls('fills the progress pipe for ever', [], {
      forever: [{ call: 'write', args: [3, 'out_time_us=99999999999999999999\nprogress=continue\n', 50] }],
      maxRunSeconds: 3,
      ends: ['TIMEOUT'],
    }),
    calls('raises its limits', [{ call: 'setrlimit', args: [1, Buffer.alloc(16, 0xff)], gives: 'EPERM' }]),
    refused('becomes root', 'setuid', [0], 'EINVAL'),
    refused('becomes root’s group', 'setgid', [0], 'EINVAL'),
    refused('joins groups', 'setgroups', [0, 0]),
    calls('takes every right', [
      { call: 'capset', args: [Buffer.from('2205082000000000', 'hex'), Buffer.alloc(24, 0xff)], gives: 'EPERM' },
    ]),
    refused('gives a file to root', 'chown', ['/job', 0, 0], 'EINVAL'),
    refused('makes a namespace', 'unshare', [0x10000000]),
    refused('enters a namespace', 'setns', [0, 0]),
    refused('mounts', 'mount', ['x', '/tmp', 'tmpfs', 0, 0]),
    refused('mounts by the new calls', 'fsopen', ['tmpfs', 0]),
    refused('unmounts', 'umount2', ['/job', 0]),
    refused('changes its root', 'chroot', ['/job']),
    refused('turns its root round', 'pivot_root', ['/job', '/job']),
    refused('opens by a handle', 'open_by_handle_at', [0, 0, 0]),
    refused('changes its personality', 'personality', [0x0040000]),
    refused('hides from who may look at it', 'prctl', [4, 0, 0, 0, 0]),
    refused('loads a program into the kernel', 'bpf', [0, 0, 0]),
    refused('watches the processor', 'perf_event_open', [0, 0, 0, 0, 0]),
    refused('handles its own page faults', 'userfaultfd', [0]),
    refused('queues calls of the kernel', 'io_uring_setup', [1, { room: 120 }]),
    refused('adds a key', 'add_key', ['user', 'x', 'x', 1, -3]),
    refused('asks for a key', 'keyctl', [0, -3, 0, 0, 0]),
    refused('loads a module', 'init_module', ['x', 1, '']),
    refused('loads a kernel', 'kexec_load', [0, 0, 0, 0]),
    refused('restarts the machine', 'reboot', [0xfee1dead, 0x28121969, 0x1234567, 0]),
    refused('swaps to a file', 'swapon', ['/job/x', 0]),
    refused('keeps accounts', 'acct', ['/job/x']),
    refused('reads the kernel’s log', 'syslog', [3, { room: 4096 }, 4096]),
    refused('sets the clock', 'settimeofday', [0, 0]),
    refused('renames the machine', 'sethostname', ['x', 1]),
    refused('speaks to ports', 'iopl', [3]),
    calls('types for its terminal', [{ call: 'ioctl', args: [0, 0x5412, 'x'], gives: 'ENOTTY' }]),
    calls('writes a NUL and a terminal sequence as its error', [
      { call: 'write', args: [2, Buffer.from('[error] a\0b \u001b]0;owned\u0007\n'), 25] },
      { call: 'exit_group', args: [1] },
    ]),
  ],
};
