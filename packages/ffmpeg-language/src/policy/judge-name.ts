// Whether what stands where FFmpeg takes a file or URL stays inside the job. Placeholders are NUL characters here.
import { readToken } from '../read-token.ts';
import type { Verdict } from './verdict.ts';

export type FileUse = 'read' | 'write';

/** What FFmpeg prints there goes nowhere, or into the log. */
const printedNames = new Set(['-', 'pipe:', 'pipe:1', 'pipe:2']);

/** The fonts of FFmpeg's own root are everybody's. */
const inFontsFolder = /^\/usr\/share\/fonts(?:\/|$)/;

/** Protocols that reach out of the machine, or to other programs on it, in any FFmpeg from 5.1 to 9.0. */
const networkProtocols = new Set(
  `amqp ffrtmpcrypt ffrtmphttp ftp ftps gopher gophers hls http httpproxy https icecast ipfs ipns libsmbclient mms mmsh mmst
   prompeg rist rtmp rtmpe rtmps rtmpt rtmpte rtmpts rtp rtsp rtsps sctp sftp smb srt srtp tcp tls udp udplite unix whip
   ws zmq`
    .trim()
    .split(/\s+/),
);

/** How many digits a number in a name may be padded to: FFmpeg takes 999,999,999 too, and works on one name for seconds. */
const mostDigits = 20;

/** Judges a name that is surely one: an input, an output, the value of an option that takes a file. */
export function judgeName(name: string, use: FileUse): Verdict | null {
  if (name === '/dev/null' || (use === 'write' && printedNames.has(name))) return null;
  // Of a nested scheme (`crypto+http:`) the first part says which protocol is asked.
  const scheme = /^([\0A-Za-z0-9.-]+)(?:\+[^:/]*)?:/.exec(name)?.[1]?.toLowerCase();
  if (scheme === 'file') return judgeName(name.replace(/^(?:file:)+/i, ''), use);
  if (scheme === 'concat' && use === 'read') return judgeJoinedNames(name.slice('concat:'.length));
  if (scheme !== undefined && scheme.length > 1)
    return networkProtocols.has(scheme) ? onNetwork(use) : otherProtocol(scheme, use);
  if (/^subfile,/i.test(name)) return otherProtocol('subfile', use);
  return judgePath(name, use) ?? judgePadding(name) ?? judgeBraces(name, use);
}

/**
 * Judges a value of which it is not known that it is a file: refused is what would be one outside of the job, if it
 * were one, also as a part of it (`stats=/tmp/x`).
 */
export function judgeValue(value: string, use: FileUse): Verdict | null {
  const scheme = /^([A-Za-z][A-Za-z0-9.-]+)(?:\+[^:/]*)?:/.exec(value)?.[1]?.toLowerCase();
  if (scheme !== undefined && (networkProtocols.has(scheme) || localProtocols.has(scheme)))
    return judgeName(value, use);
  if (/^subfile,/i.test(value)) return otherProtocol('subfile', use);
  if (/[A-Za-z0-9]:\/\//.test(value)) return onNetwork(use);
  for (const part of value.replaceAll(/[\\'"]/g, '').split(/[=:|,;]/)) {
    const verdict = judgeName(part.trim(), use);
    if (verdict) return verdict;
  }
  return null;
}

const localProtocols = new Set(
  'async bluray cache concat concatf crypto data dvd fd file md5 pipe subfile tee'.split(' '),
);

/** `concat:a|b`: the parts are names in their turn, though no such lists. */
function judgeJoinedNames(names: string): Verdict | null {
  for (let at = 0; at < names.length; ) {
    const part = readToken(names, at, '|');
    const verdict = /^concat:/i.test(part.text) ? otherProtocol('concat', 'read') : judgeName(part.text, 'read');
    if (verdict) return verdict;
    at = part.end + 1;
  }
  return null;
}

function judgePath(name: string, use: FileUse): Verdict | null {
  const climbs = name.split('/').includes('..');
  const isDrive = /^[A-Za-z]:/.test(name);
  if (!name.startsWith('/') && !climbs && !isDrive) return null;
  if (use === 'read' && inFontsFolder.test(name) && !climbs) return null;
  if (name.startsWith('/dev/')) {
    return { type: 'forbidden_device', reason: 'is a device of the machine', advice: adviceFor(use, null) };
  }
  const reason = climbs ? 'leads out of the folder of the job' : 'is a path outside of the job';
  const last = name.replace(/^.*[/\\]/s, '');
  if (use === 'read' && /\.(ttf|otf|ttc)$/i.test(last)) return { type: 'forbidden_file', reason, advice: fontAdvice };
  const isPlain = /^[A-Za-z0-9_][^\0]*$/.test(last);
  return { type: 'forbidden_file', reason, advice: adviceFor(use, isPlain ? last : null) };
}

const fontAdvice =
  'Give the font by its name, such as font=Sans, or put the file into input_files, for instance as in_font, and write {{in_font}} here.';

/** Judges the numbers in a name that may stand for a series of files. */
export function judgePadding(name: string): Verdict | null {
  if (!name.includes('%')) return null;
  const digits = Array.from(name.matchAll(/%0*(\d+)/g), (match) => Number(match[1]));
  if (digits.every((count) => count <= mostDigits)) return null;
  return {
    type: 'forbidden_file',
    reason: 'pads a number in a file name to an absurd length',
    advice: 'Write a width of a few digits, such as %04d.',
  };
}

/** A series of pictures is found by a pattern, in which braces are alternatives: `%{/etc/a,b%}.png`, `{.,}{.,}/a.png`. */
function judgeBraces(name: string, use: FileUse): Verdict | null {
  if (use === 'write' || !name.includes('{') || !name.includes('/')) return null;
  return {
    type: 'forbidden_file',
    reason: 'has braces, which FFmpeg may read as alternatives that lead elsewhere',
    advice: 'Write the path without braces, or use a pattern such as *.png.',
  };
}

function onNetwork(use: FileUse): Verdict {
  return {
    type: 'forbidden_url',
    reason: 'is an address on the network, which commands cannot reach',
    advice:
      use === 'read'
        ? 'Put the address into input_files, for instance as in_file, and write {{in_file}} here.'
        : 'Name the result in output_files, for instance as out_file, write {{out_file}} here, and fetch it from its storage_url.',
  };
}

function otherProtocol(scheme: string, use: FileUse): Verdict {
  const advice = adviceFor(use, null);
  return { type: 'forbidden_file', reason: `uses FFmpeg's protocol ${scheme.replaceAll('\0', '…')}:`, advice };
}

function adviceFor(use: FileUse, last: string | null): string {
  const alias =
    use === 'read'
      ? 'Put the file into input_files, for instance as in_file, and write {{in_file}} here'
      : 'Name the file in output_files, for instance as out_file, and write {{out_file}} here';
  return last === null ? `${alias}.` : `${alias}; a file that only the command itself uses is written as ${last}.`;
}
