// What hostile code finds inside the sandbox: with FFmpeg's own means, and as native code that can make any system call.
import assert from 'node:assert/strict';
import { open, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { removeWorkspace } from '../../src/sandbox/workspace.ts';
import { makeNativeCodeRoot } from './native-code.ts';
import { aboutToRun, startServer, withScratch } from './server-process.ts';
import { codeOf, openSetting } from './setting.ts';

type Setting = Awaited<ReturnType<typeof openSetting>>;

describe('FFmpeg', () => {
  let setting: Setting;
  before(async () => {
    setting = await openSetting();
  });
  after(() => setting.close());

  for (const path of ['/etc/passwd', '/etc/hostname', '/root', '/home', '/proc/self/root/root', import.meta.filename]) {
    test(`sees no ${path === import.meta.filename ? 'file of the repository' : path}`, async () => {
      const { stderr } = await setting.run(['-v', 'error', '-f', 'u8', '-ar', '8k', '-i', path, '-f', 'null', '-']);
      assert.match(stderr, /No such file or directory/);
    });
  }

  test('cannot reach a server on the host’s loopback', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    const { stderr } = await setting.run(['-i', `tcp://127.0.0.1:${address.port}`, '-f', 'null', '-']);
    await new Promise((resolve) => server.close(resolve));
    assert.match(stderr, /Connection refused/);
    assert.equal(connections, 0);
  });

  test('cannot write outside of /job and /tmp', async () => {
    for (const path of ['/out.wav', '/usr/out.wav', '/dev/shm/out.wav', '/sys/out.wav', '/proc/out.wav']) {
      const { stderr } = await setting.run(['-f', 'lavfi', '-i', 'sine=d=1', path]);
      assert.match(stderr, /Read-only file system|No such file or directory|Permission denied/, path);
    }
    const { outcome, stderr } = await setting.run(['-v', 'error', '-f', 'lavfi', '-i', 'sine=d=1', '/tmp/out.wav']);
    assert.equal(codeOf(outcome), 0, stderr);
  });
});

describe('native code', () => {
  let setting: Setting;
  let programs: Awaited<ReturnType<typeof makeNativeCodeRoot>>;
  before(async () => {
    programs = await makeNativeCodeRoot();
    setting = await openSetting({ ...programs, trial: { program: '/usr/bin/perl', args: ['-e', '0'] } });
  });
  after(async () => {
    await setting.close();
    await rm(programs.folder, { recursive: true });
  });

  const perl = (code: string, ...more: readonly string[]) =>
    setting.run(['-e', code, ...more], { program: '/usr/bin/perl' });
  const tell = async (code: string): Promise<string> => {
    const { outcome, stdout, stderr } = await perl(code);
    assert.equal(codeOf(outcome), 0, stderr);
    return stdout;
  };

  test('has five environment variables, and none of the server’s', async () => {
    const names = await tell('print join " ", sort keys %ENV');
    assert.equal(names, 'HOME LANG PATH PWD SVT_LOG');
  });

  test('is not root, has no capability, cannot gain one, and runs under the filter', async () => {
    // The supplementary groups of an ordinary user's server cannot be dropped, but inside none of them has a name.
    assert.match(await tell('print "$< $> $( $)"'), /^65534( 65534){3,}$/);
    const status = await tell('open F, "/proc/self/status"; print <F>');
    for (const line of ['CapEff:\t0000000000000000', 'CapBnd:\t0000000000000000', 'NoNewPrivs:\t1', 'Seccomp:\t2']) {
      assert.ok(status.includes(line), line);
    }
  });

  test('writes on the host as an ordinary user, whoever the server is', async () => {
    const workspace = await setting.openWorkspace();
    await setting.run(['-e', 'open O, ">/job/x"'], { program: '/usr/bin/perl' }, workspace);
    const { uid, gid } = await stat(join(workspace.jobFolder, 'x'));
    assert.ok(uid !== 0 && gid !== 0, `${uid}:${gid}`);
  });

  test('holds no descriptor of the server’s, nor one that the server inherited', async () => {
    const code = 'opendir D, "/proc/self/fd"; print map { readlink("/proc/self/fd/$_") . "\\n" } grep /\\d/, readdir D';
    const stdout = await withScratch(async (scratchFolder) => {
      const outside = await open('/', 'r');
      const task = { programs, program: '/usr/bin/perl', args: ['-e', code], scratchFolder };
      const server = startServer(task, [...Array<'ignore'>(20).fill('ignore'), outside.fd]);
      assert.ok(server.stdout);
      const said = await text(server.stdout);
      await outside.close();
      return said;
    });
    assert.match(stdout, /socket:/);
    const others = stdout
      .replace(aboutToRun, '')
      .trim()
      .split('\n')
      .filter((target) => !/^(\/dev\/null|socket:.*|\/proc\/1\/fd)$/.test(target));
    assert.deepEqual(others, []);
  });

  test('is the only process it can see', async () => {
    assert.equal(await tell('opendir D, "/proc"; print join " ", grep /^\\d+$/, readdir D'), '1');
  });

  test('finds the root that it was given and nothing else', async () => {
    const names = await tell('opendir D, "/"; print join " ", sort grep !/^\\.\\.?$/, readdir D');
    assert.deepEqual(
      names.split(' ').filter((name) => !['lib', 'lib64', 'usr'].includes(name)),
      ['bubblewrap', 'dev', 'job', 'proc', 'sys', 'tmp'],
    );
    assert.equal(await tell('opendir D, "/sys"; print join " ", grep !/^\\./, readdir D'), 'devices');
    assert.equal(await tell('opendir D, "/sys/devices"; print join " ", grep !/^\\./, readdir D'), 'system');
  });

  test('cannot start a second process, so there is nothing to daemonise', async () => {
    assert.match(await tell('defined(fork) ? print "forked" : print $!'), /^Operation not permitted/);
  });

  test('cannot execute what it wrote to /job or /tmp', async () => {
    for (const folder of ['/job', '/tmp']) {
      const copy = `open I, "/usr/bin/perl"; open O, ">${folder}/x"; local $/; print O <I>; close O; chmod 0755, "${folder}/x";`;
      assert.match(await tell(`${copy} exec "${folder}/x", "-e", "print 1"; print $!`), /^Permission denied/);
    }
  });

  test('cannot leave a link, a pipe or a device in an output’s place', async () => {
    assert.match(
      await tell('symlink("/etc/passwd", "/job/out") ? print "made" : print $!'),
      /^Operation not permitted/,
    );
    assert.match(
      await tell('open O, ">/job/a"; link("/job/a", "/job/b") ? print "made" : print $!'),
      /^Operation not permitted/,
    );
    if (process.arch !== 'x64') return;
    assert.match(
      await tell('syscall(133, my $path = "/job/fifo", 010644, 0) == -1 and print $!'),
      /^Operation not permitted/,
    );
  });

  test('makes no namespace, key, trace, shared memory or memory file', {
    skip: process.arch !== 'x64' && 'numbers of x86-64',
  }, async () => {
    const refused: Readonly<Record<string, string>> = {
      unshare: '272, 0x10000000',
      clone: '56, 0x10000011, 0, 0, 0, 0',
      keyctl: '250, 0, -3, 0',
      ptrace: '101, 0, 0, 0, 0',
      shmget: '29, 0, 4096, 0x3b6',
      bpf: '321, 0, 0, 0',
      mount: '165, 0, 0, 0, 0, 0',
      personality: '135, 0x40000',
      prctl: '157, 4, 0, 0, 0',
    };
    for (const [name, call] of Object.entries(refused)) {
      assert.equal(await tell(`syscall(${call}) == -1 and print $!+0`), '1', name);
    }
    for (const [name, call] of Object.entries({
      clone3: '435, 0, 0',
      memfd_create: '319, my $name = "x", 0',
      x32: '0x40000027',
    })) {
      assert.equal(await tell(`syscall(${call}) == -1 and print $!+0`), '38', name);
    }
  });

  test('memory it maps but never allocates through a library counts as well', async () => {
    const { outcome } = await setting.run(['-e', '$x = "a" x 400_000_000; sleep 60'], {
      program: '/usr/bin/perl',
      limits: { memoryBytes: 200 * 2 ** 20 },
    });
    assert.equal(outcome.kind, 'out_of_memory');
  });

  test('an unlinked file that it goes on writing to counts against the disk limit', async () => {
    const code = 'open O, ">/job/x"; unlink "/job/x"; $b = "a" x 1_000_000; syswrite O, $b for 1..40; sleep 60';
    const { outcome } = await setting.run(['-e', code], {
      program: '/usr/bin/perl',
      limits: { diskBytes: 30 * 2 ** 20 },
    });
    assert.equal(outcome.kind, 'disk_exceeded');
  });

  test('a folder that it locked hides nothing from the count of files', async () => {
    const code = 'mkdir "/job/d"; open O, ">/job/d/$_" for 1..50; chmod oct(shift), "/job/d"; sleep 60';
    for (const mode of ['000', '400', '100']) {
      const { outcome } = await setting.run(['-e', code, mode], {
        program: '/usr/bin/perl',
        limits: { fileCount: 40 },
      });
      assert.equal(outcome.kind, 'too_many_files', mode);
    }
  });

  test('a sparse terabyte is refused by the file-size limit and takes no room', async () => {
    const workspace = await setting.openWorkspace();
    const code = 'open O, ">/job/x"; truncate(O, 1 << 40) ? print "made" : print $!';
    const { stdout } = await setting.run(['-e', code], { program: '/usr/bin/perl' }, workspace);
    assert.match(stdout, /^File too large/);
    assert.equal((await stat(join(workspace.jobFolder, 'x'))).size, 0);
  });

  test('folders locked, and nested deeper than a path can be long, are removed with the workspace', async () => {
    const workspace = await setting.openWorkspace();
    const name = 'd'.repeat(200);
    const code = `mkdir "/job/locked"; mkdir "/job/locked/in"; chmod 0, "/job/locked"; for (1..60) { mkdir "${name}"; chdir "${name}" }`;
    const { outcome } = await setting.run(['-e', code], { program: '/usr/bin/perl' }, workspace);
    assert.equal(outcome.kind, 'disk_exceeded', 'a tree that cannot be measured is over the limit');
    await removeWorkspace(workspace);
    await assert.rejects(stat(workspace.folder), { code: 'ENOENT' });
  });

  test('a program killed by a signal of its own says which', async () => {
    const { outcome } = await perl('open F, "+<", "/proc/self/mem"; unpack "p", pack "Q", 8');
    assert.deepEqual([outcome.kind, 'signal' in outcome && outcome.signal], ['signalled', 'SIGSEGV']);
  });
});
