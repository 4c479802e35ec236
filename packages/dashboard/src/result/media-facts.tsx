// What a file is and holds, as ffprobe saw it.
import type { CommandOutput, File } from '@renderio/sdk';
import type { ReactNode } from 'react';
import { formatMbytes, formatSeconds } from '../parts/format.ts';

export function MediaFacts({ file }: { readonly file: CommandOutput | File }): ReactNode {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      {factsOf(file).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-quiet">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf(file: CommandOutput | File): [name: string, value: string][] {
  const unit = (value: number | null, name: string): string | null =>
    value === null ? null : `${value.toLocaleString()} ${name}`;
  const facts: [string, string | null][] = [
    ['Size', file.size_mbytes === null ? null : formatMbytes(file.size_mbytes)],
    ['Length', file.duration === null ? null : formatSeconds(file.duration)],
    ['Picture', file.width === null || file.height === null ? null : `${file.width} × ${file.height}`],
    ['Frame rate', unit(file.frame_rate, 'a second')],
    ['Format', file.file_format],
    ['Codec', file.codec],
    ['Pixels', file.pixel_format],
    ['Video', unit(file.bitrate_video_kb, 'kbit/s')],
    ['Audio', unit(file.bitrate_audio_kb, 'kbit/s')],
    ['Sampling', 'sample_rate' in file ? unit(file.sample_rate, 'Hz') : null],
    ['Channels', 'channels' in file && file.channels !== null ? String(file.channels) : null],
    ['Type', file.mime_type],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}
