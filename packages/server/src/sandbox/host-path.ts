// Where the host's own tools (util-linux, coreutils) are looked for: a fixed list, so that the server's environment decides nothing.

export const hostPath = '/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin:/run/current-system/sw/bin';
