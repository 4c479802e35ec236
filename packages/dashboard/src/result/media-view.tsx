// Shows a stored file: plays it (HLS too), looks at it, or reads it.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { client } from '../client.ts';
import { Problem } from '../parts/problem.tsx';
import { useSteadyLink } from './use-steady-link.ts';
import { Waveform } from './waveform.tsx';

export interface Medium {
  readonly storage_url: string | null;
  readonly filename: string;
  readonly file_type: 'video' | 'audio' | 'image' | 'subtitle' | 'text' | 'other' | null;
  readonly file_id: string;
  readonly duration: number | null;
  readonly size_mbytes: number | null;
}

const mediaClass = 'max-h-[60vh] max-w-full rounded-md bg-sunken';

/** The browser's own player: it can be used by keyboard and screen reader everywhere, and costs no byte. */
export function MediaView({ medium }: { readonly medium: Medium }): ReactNode {
  const { filename, file_type: type } = medium;
  const url = useSteadyLink(medium.file_id, medium.storage_url);
  if (url === null) return null;
  if (/\.m3u8$/i.test(filename)) return <HlsPlayer url={url} label={filename} />;
  switch (type) {
    case 'video':
      return <video controls playsInline preload="metadata" src={url} aria-label={filename} className={mediaClass} />;
    case 'audio':
      return <SoundView medium={medium} url={url} />;
    case 'image':
      // A series is a zip: its members are listed beside it.
      return filename.includes('%') ? null : <img src={url} alt={filename} className={mediaClass} />;
    case 'subtitle':
    case 'text':
      return <TextView medium={medium} />;
    case 'other':
    case null:
      return null;
  }
}

function SoundView({ medium, url }: { readonly medium: Medium; readonly url: string }): ReactNode {
  const { file_id: id, duration: seconds, size_mbytes: megabytes, filename } = medium;
  return (
    <div className="flex w-full max-w-lg flex-col gap-2">
      <Waveform
        sound={{ id, url, seconds, megabytes }}
        className="h-20 w-full rounded-md bg-sunken"
        placeholder={null}
      />
      <audio controls preload="metadata" src={url} aria-label={filename} className="w-full" />
    </div>
  );
}

/** By Media Source Extensions, or by the browser itself where it has none; the library comes only then. */
function HlsPlayer({ url, label }: { readonly url: string; readonly label: string }): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const play = async (element: HTMLVideoElement): Promise<void> => {
      const { default: Hls } = await import('hls.js');
      if (leaving.signal.aborted) return;
      if (!Hls.isSupported()) {
        element.src = url;
        return;
      }
      const hls = new Hls();
      leaving.signal.addEventListener('abort', () => {
        hls.destroy();
      });
      hls.on(Hls.Events.ERROR, (_event, { fatal, details }) => {
        if (fatal) setError(new Error(`The playlist cannot be played here (${details}).`));
      });
      hls.loadSource(url);
      hls.attachMedia(element);
    };
    if (video.current !== null) {
      play(video.current).catch((reason: unknown) => {
        setError(reason instanceof Error ? reason : new Error(String(reason)));
      });
    }
    return () => {
      leaving.abort();
    };
  }, [url]);
  return (
    <>
      <video ref={video} controls playsInline aria-label={label} className={mediaClass} />
      <Problem error={error} />
    </>
  );
}

const readableMbytes = 1;

function TextView({ medium }: { readonly medium: Medium }): ReactNode {
  const isSmall = (medium.size_mbytes ?? 0) <= readableMbytes;
  const text = useQuery({
    queryKey: ['text', medium.storage_url],
    queryFn: async ({ signal }) => await (await client.download(medium, { signal })).text(),
    enabled: isSmall,
  });
  if (!isSmall) return null;
  return (
    <>
      <Problem error={text.error} />
      <pre
        tabIndex={0}
        role="region"
        aria-label={medium.filename}
        className="max-h-80 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs whitespace-pre-wrap"
      >
        {text.data}
      </pre>
    </>
  );
}
