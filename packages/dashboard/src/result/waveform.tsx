// How loud a sound is over its length, drawn of the sound itself where it is short enough to be read for that.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { readPeaks } from './read-peaks.ts';

export interface Sound {
  readonly id: string;
  readonly url: string;
  readonly seconds: number | null;
  readonly megabytes: number | null;
}

const barCount = 96;
/** Beyond these the bytes are not worth the picture; decoded, ten minutes at 8 kHz are 19 MB a channel. */
const mostMegabytes = 8;
const mostSeconds = 600;

export function Waveform(props: {
  readonly sound: Sound;
  readonly className: string;
  /** While it is read, and where it is too long or cannot be decoded. */
  readonly placeholder: ReactNode;
}): ReactNode {
  const { id, url, seconds, megabytes } = props.sound;
  const peaks = useQuery({
    queryKey: ['peaks', id],
    queryFn: ({ signal }) => readPeaks(url, barCount, signal),
    enabled: megabytes !== null && megabytes <= mostMegabytes && seconds !== null && seconds <= mostSeconds,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (peaks.data === undefined) return props.placeholder;
  const bars = peaks.data.map((peak, index) => `M${index * 2 + 1} ${50 - peak * 48 - 1}V${50 + peak * 48 + 1}`);
  return (
    <svg viewBox={`0 0 ${barCount * 2} 100`} preserveAspectRatio="none" className={props.className} aria-hidden>
      <path d={bars.join('')} className="stroke-accent" strokeWidth={1.2} fill="none" />
    </svg>
  );
}
