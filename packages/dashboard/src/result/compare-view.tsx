// Before and after in one picture, with a slider between them; of videos both play together.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Medium } from './media-view.tsx';

interface Compared {
  readonly before: Medium;
  readonly after: Medium;
}

/** Whether two files can be laid over each other. */
export function canCompare(before: Medium | undefined, after: Medium): boolean {
  if (before?.storage_url == null || after.storage_url === null) return false;
  return before.file_type === after.file_type && (after.file_type === 'image' || after.file_type === 'video');
}

export function CompareView({ before, after }: Compared): ReactNode {
  const [percent, setPercent] = useState(50);
  return (
    <figure>
      <div className="relative w-fit max-w-full overflow-hidden rounded-md bg-sunken">
        {after.file_type === 'image' ? (
          <Pictures before={before} after={after} percent={percent} />
        ) : (
          <Videos before={before} after={after} percent={percent} />
        )}
        <div className="pointer-events-none absolute inset-y-0 w-0.5 bg-accent" style={{ left: `${percent}%` }} />
      </div>
      <figcaption className="mt-2 flex items-center gap-3 text-sm text-quiet">
        Before
        <input
          type="range"
          min={0}
          max={100}
          value={percent}
          aria-label="How much of the picture before is shown"
          aria-valuetext={`${percent} % before`}
          className="w-full max-w-sm accent-accent"
          onChange={(event) => {
            setPercent(event.target.valueAsNumber);
          }}
        />
        After
      </figcaption>
    </figure>
  );
}

type SplitProps = Compared & { readonly percent: number };

const afterClass = 'block max-h-[60vh] max-w-full';
const beforeClass = 'pointer-events-none absolute inset-0 size-full object-fill';
const shownOf = (percent: number) => ({ clipPath: `inset(0 ${100 - percent}% 0 0)` });

function Pictures({ before, after, percent }: SplitProps): ReactNode {
  return (
    <>
      <img src={after.storage_url ?? ''} alt={`After: ${after.filename}`} className={afterClass} />
      <img
        src={before.storage_url ?? ''}
        alt={`Before: ${before.filename}`}
        className={beforeClass}
        style={shownOf(percent)}
      />
    </>
  );
}

/** Further apart than this is seen. */
const driftSeconds = 0.1;

function Videos({ before, after, percent }: SplitProps): ReactNode {
  const leader = useRef<HTMLVideoElement>(null);
  const follower = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const [first, second] = [leader.current, follower.current];
    if (first === null || second === null) return;
    const keepUp = (): void => {
      second.playbackRate = first.playbackRate;
      if (Math.abs(second.currentTime - first.currentTime) > driftSeconds) second.currentTime = first.currentTime;
      if (first.paused) second.pause();
      else void second.play().catch(() => undefined);
    };
    const names = ['play', 'pause', 'seeking', 'seeked', 'timeupdate', 'ratechange'] as const;
    for (const name of names) first.addEventListener(name, keepUp);
    return () => {
      for (const name of names) first.removeEventListener(name, keepUp);
    };
  }, []);
  return (
    <>
      <video
        ref={leader}
        src={after.storage_url ?? ''}
        controls
        playsInline
        preload="metadata"
        aria-label={`After: ${after.filename}`}
        className={afterClass}
      />
      <video
        ref={follower}
        src={before.storage_url ?? ''}
        muted
        playsInline
        preload="metadata"
        aria-hidden
        tabIndex={-1}
        className={beforeClass}
        style={shownOf(percent)}
      />
    </>
  );
}
