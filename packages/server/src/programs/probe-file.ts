// What ffprobe says of one file, in one process: its container, its streams, and whether frames come out of it.
import { createLogDigester } from '../domain/digest-log.ts';
import { probedPackets } from '../domain/probe-report.ts';
import { tellingLines } from '../domain/telling-lines.ts';
import type { Outcome, Sandbox, SandboxLimits } from '../sandbox/sandbox.ts';

export interface FileProbe {
  readonly jobFolder: string;
  /** The file's path inside the sandbox, such as `/job/out.mp4` or `out.mp4`. */
  readonly path: string;
  readonly limits: SandboxLimits;
  readonly signal?: AbortSignal;
  /** Path inside the sandbox's root. */
  readonly program?: string;
}

export type ProbeResult =
  | { readonly ok: true /** Parsed JSON, for `readProbeReport` and `readMediaInfo`. */; readonly report: unknown }
  | {
      readonly ok: false;
      /** A clause for people, with the file's path left out. */
      readonly message: string;
      /** How ffprobe ended: anything but `exited` says nothing about the file. */
      readonly outcome: Outcome;
    };

const maxReportBytes = 1_048_576;
const maxWallTimeMs = 30_000;

/**
 * Only what is read of it: all of `-show_streams` with the tags of a hostile file has no bound. Frames are counted as
 * packets among the first few; decoding one would prove more and cost a decoder's start.
 */
const entries = [
  'format=format_name,start_time,duration,bit_rate',
  'format_tags=major_brand',
  'stream=index,codec_type,codec_name,pix_fmt,width,height,sample_rate,channels,r_frame_rate,avg_frame_rate',
  'stream=start_time,duration,bit_rate,nb_frames,nb_read_packets',
  'stream_disposition=attached_pic,timed_thumbnails',
  'stream_tags=DURATION,BPS',
  'stream_side_data=rotation',
].join(':');

export async function probeFile(sandbox: Sandbox, probe: FileProbe): Promise<ProbeResult> {
  // A bare name could be taken for an option or a protocol.
  const path = probe.path.startsWith('/') ? probe.path : `/job/${probe.path}`;
  const stdout: Buffer[] = [];
  let stdoutBytes = 0;
  const digester = createLogDigester({ maxBytes: 65_536 });
  const outcome = await sandbox.run({
    program: probe.program ?? '/usr/bin/ffprobe',
    args: [
      ...['-hide_banner', '-loglevel', 'repeat+level+error', '-of', 'json=compact=1'],
      ...['-read_intervals', `%+#${probedPackets}`, '-count_packets', '-show_entries', entries],
      ...['-i', path],
    ],
    jobFolder: probe.jobFolder,
    limits: { ...probe.limits, wallTimeMs: Math.min(probe.limits.wallTimeMs, maxWallTimeMs) },
    ...(probe.signal === undefined ? {} : { signal: probe.signal }),
    onStdout: (chunk) => {
      stdoutBytes += chunk.length;
      if (stdoutBytes <= maxReportBytes) stdout.push(chunk);
    },
    onStderr: (chunk) => {
      digester.write(chunk);
    },
  });
  const digest = digester.end();
  if (outcome.kind !== 'exited') return { ok: false, message: `ffprobe ended otherwise (${outcome.kind}).`, outcome };
  if (outcome.code !== 0) {
    const lines = tellingLines(digest, new Map([[`${path}: `, '']]));
    return { ok: false, message: lines.at(-1) ?? `ffprobe ended with exit code ${outcome.code}.`, outcome };
  }
  if (stdoutBytes > maxReportBytes) return { ok: false, message: 'its description is too long.', outcome };
  try {
    return { ok: true, report: JSON.parse(Buffer.concat(stdout).toString()) as unknown };
  } catch {
    return { ok: false, message: 'ffprobe gave no readable report.', outcome };
  }
}
