// Turns links that people copy out of Google Drive, Dropbox, OneDrive and GitHub, which lead to web pages, into links to the bytes.

interface ShareSite {
  readonly hosts: RegExp;
  /** Null when this link of the site is not one to a single file. */
  direct(url: URL): string | null;
}

const sites: readonly ShareSite[] = [
  {
    hosts: /^(drive|docs)\.google\.com$/,
    direct(url) {
      const id = /^\/file\/(?:u\/\d+\/)?d\/([\w-]+)/.exec(url.pathname)?.[1] ?? driveQueryId(url);
      if (id === null) return null;
      // `confirm=t` passes over the page that warns of files too large for Google's virus scan.
      const query = new URLSearchParams({ id, export: 'download', confirm: 't' });
      const resourceKey = url.searchParams.get('resourcekey');
      if (resourceKey !== null) query.set('resourcekey', resourceKey);
      return `https://drive.usercontent.google.com/download?${query.toString()}`;
    },
  },
  {
    hosts: /^(www\.)?dropbox\.com$/,
    direct(url) {
      if (!/^\/(s|scl\/fi)\/[^/]+\/[^/]+/.test(url.pathname)) return null;
      return withQuery(url, { dl: '1' }, ['raw']);
    },
  },
  {
    // The form of rclone's `link`: /:v:/g/personal/<user>/<share> and /:v:/s|t/<site>/<share>.
    hosts: /^[\w-]+\.sharepoint\.com$/,
    direct(url) {
      const match = /^\/:[a-z]:\/(g\/personal|s|t)\/([^/]+)\/([^/]+)$/.exec(url.pathname);
      if (match === null || url.pathname.startsWith('/:f:')) return null;
      const [, kind, site = '', share = ''] = match;
      const folder = kind === 's' ? 'sites' : kind === 't' ? 'teams' : 'personal';
      return `${url.origin}/${folder}/${site}/_layouts/15/download.aspx?share=${encodeURIComponent(decode(share))}`;
    },
  },
  {
    hosts: /^onedrive\.live\.com$/,
    direct(url) {
      if (!/^\/(embed|redir)$/.test(url.pathname)) return null;
      return `${url.origin}/download${url.search}`;
    },
  },
  {
    hosts: /^1drv\.ms$/,
    direct(url) {
      // Newer links name the drive (/v/c/<drive>/<share>) and know `download=1`; older ones (/v/s!<share>) go through the shares API.
      if (/^\/[a-eg-z]\/c\/[^/]+\/[^/]+$/.test(url.pathname)) return withQuery(url, { download: '1' }, []);
      if (!/^\/[a-eg-z]\/s![^/]+$/.test(url.pathname)) return null;
      return `https://api.onedrive.com/v1.0/shares/u!${Buffer.from(url.href).toString('base64url')}/root/content`;
    },
  },
  {
    hosts: /^(www\.)?github\.com$/,
    direct(url) {
      // `/raw/` redirects to where the bytes are, also for files in Git LFS.
      const match = /^(\/[^/]+\/[^/]+)\/blob(\/.+)$/.exec(url.pathname);
      return match === null ? null : `https://github.com${match[1] ?? ''}/raw${match[2] ?? ''}`;
    },
  },
];

/** Any other URL, also one that does not parse, comes back as it was. */
export function toDirectUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.port !== '') return text;
  return sites.find((site) => site.hosts.test(url.hostname))?.direct(url) ?? text;
}

function driveQueryId(url: URL): string | null {
  const id = /^\/(open|uc)$/.test(url.pathname) ? url.searchParams.get('id') : null;
  return id !== null && /^[\w-]+$/.test(id) ? id : null;
}

function withQuery(url: URL, set: Record<string, string>, remove: readonly string[]): string {
  const changed = new URL(url);
  for (const name of remove) changed.searchParams.delete(name);
  for (const [name, value] of Object.entries(set)) changed.searchParams.set(name, value);
  return changed.href;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
