// What an operator is told, for each way a host is known to refuse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainRefusal, type HostFacts } from './explain-refusal.ts';

const free: HostFacts = {
  isChroot: false,
  isContainer: false,
  unprivilegedUserNamespaces: null,
  maxUserNamespaces: 1_000,
  apparmorRestrictsUserNamespaces: null,
};
const refused = 'unshare: unshare failed: Operation not permitted';

const cases: readonly (readonly [situation: string, said: string, facts: Partial<HostFacts>, explained: RegExp])[] = [
  ['a chroot', refused, { isChroot: true }, /inside a chroot.*pivot_root/],
  ['the Debian setting', refused, { unprivilegedUserNamespaces: 0 }, /kernel\.unprivileged_userns_clone=1/],
  [
    'namespaces counted out',
    'unshare: unshare failed: No space left on device',
    { maxUserNamespaces: 0 },
    /user\.max_user_namespaces/,
  ],
  ['AppArmor', refused, { apparmorRestrictsUserNamespaces: 1 }, /apparmor_restrict_unprivileged_userns=0/],
  [
    'AppArmor, as bubblewrap meets it',
    'bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted',
    { apparmorRestrictsUserNamespaces: 1 },
    /AppArmor/,
  ],
  ['a container', refused, { isContainer: true }, /seccomp=unconfined/],
  ['nothing known', refused, {}, /`unshare --user --map-root-user true` works/],
  ['a masked /proc', "bwrap: Can't mount proc on /newroot/proc: Operation not permitted", {}, /systempaths=unconfined/],
  ['a masked /proc, as unshare meets it', 'unshare: mount /proc failed: Operation not permitted', {}, /unmask=ALL/],
  ['no setpriv', 'Error: spawn setpriv ENOENT', {}, /program setpriv.*apt-get install util-linux/],
  ['no mount', 'sandbox: 4: mount: not found', {}, /program mount/],
  ['no prlimit', 'unshare: failed to execute prlimit: No such file or directory', {}, /program prlimit/],
  ['no FFmpeg', 'bwrap: execvp /usr/bin/ffmpeg: No such file or directory', {}, /not in the sandbox.*ffmpeg/],
  ['silence', '', {}, /its programs said nothing/],
  ['something new', 'bwrap: the moon is full\nmore', {}, /\(bwrap: the moon is full\)/],
];

for (const [situation, said, facts, explained] of cases) {
  test(`the explanation of ${situation} fits it`, () => {
    assert.match(explainRefusal(said, { ...free, ...facts }), explained);
  });
}
