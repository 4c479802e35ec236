// The picture of a file, made by the browser of the file itself: of a video only what stands before its first frames is
// fetched, of sound its waveform is drawn.
import { FileAudio, FileText, FileVideo, Image, type LucideIcon, Package } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSteadyLink } from '../result/use-steady-link.ts';
import { Waveform } from '../result/waveform.tsx';
import type { FileRow } from './file-row.ts';

const pictures: Record<NonNullable<FileRow['type']>, LucideIcon> = {
  video: FileVideo,
  audio: FileAudio,
  image: Image,
  subtitle: FileText,
  text: FileText,
  other: Package,
};

const frameClass = 'w-full min-h-0 flex-1 bg-sunken object-contain';

export function Thumbnail({ row }: { readonly row: FileRow }): ReactNode {
  const { type, filename } = row;
  const url = useSteadyLink(row.id, row.url);
  const Icon = pictures[type ?? 'other'];
  const icon = (
    <span className={`grid place-items-center ${frameClass}`}>
      <Icon size={28} strokeWidth={1.25} className="text-quiet" aria-hidden />
    </span>
  );
  if (url === null) return icon;
  // A series is a zip.
  if (type === 'image' && !filename.includes('%'))
    return <img src={url} alt="" loading="lazy" className={frameClass} />;
  if (type === 'video' && !filename.endsWith('.m3u8')) {
    return (
      <video
        src={`${url}#t=0.1`}
        preload="metadata"
        muted
        playsInline
        tabIndex={-1}
        aria-hidden
        className={frameClass}
      />
    );
  }
  if (type === 'audio') {
    return <Waveform sound={{ ...row, url }} className={`${frameClass} p-3`} placeholder={icon} />;
  }
  return icon;
}
