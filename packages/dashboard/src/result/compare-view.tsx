// Before and after in one picture, with a slider between them; of videos both play together.
import { Pause, Play } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { IconButton } from '../parts/button.tsx';
import { formatSeconds } from '../parts/format.ts';
import type { Medium } from './media-view.tsx';
import { useSteadyLink } from './use-steady-link.ts';

interface Compared {
  readonly before: Medium;
  readonly after: Medium;
}

/** Whether two files can be laid over each other. */
export function canCompare(before: Medium, after: Medium): boolean {
  if (before.storage_url === null || after.storage_url === null || before.file_id === after.file_id) return false;
  // A series is a zip, and a playlist its own kind of film.
  if ([before, after].some(({ filename }) => /%|\.m3u8$/i.test(filename))) return false;
  return before.file_type === after.file_type && (after.file_type === 'image' || after.file_type === 'video');
}

export function CompareView(compared: Compared): ReactNode {
  return compared.after.file_type === 'image' ? <Pictures {...compared} /> : <Videos {...compared} />;
}

/** The two over each other, and the slider that parts them. */
function Split(props: {
  readonly layers: (shown: { readonly clipPath: string }) => ReactNode;
  readonly children?: ReactNode;
}): ReactNode {
  const [percent, setPercent] = useState(50);
  return (
    <figure>
      <div className="relative w-fit max-w-full overflow-hidden rounded-md bg-sunken">
        {props.layers({ clipPath: `inset(0 ${100 - percent}% 0 0)` })}
        <div className="pointer-events-none absolute inset-y-0 w-0.5 bg-accent" style={{ left: `${percent}%` }} />
      </div>
      <figcaption className="mt-2 flex flex-col gap-2 text-sm text-quiet">
        <span className="flex items-center gap-3">
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
        </span>
        {props.children}
      </figcaption>
    </figure>
  );
}

function useLinks(before: Medium, after: Medium): readonly [string, string] {
  const beforeUrl = useSteadyLink(before.file_id, before.storage_url);
  const afterUrl = useSteadyLink(after.file_id, after.storage_url);
  return [beforeUrl ?? '', afterUrl ?? ''];
}

const afterClass = 'block max-h-[60vh] max-w-full';
const beforeClass = 'pointer-events-none absolute inset-0 size-full object-fill';

function Pictures({ before, after }: Compared): ReactNode {
  const [beforeUrl, afterUrl] = useLinks(before, after);
  return (
    <Split
      layers={(shown) => (
        <>
          <img src={afterUrl} alt={`After: ${after.filename}`} className={afterClass} />
          <img src={beforeUrl} alt={`Before: ${before.filename}`} className={beforeClass} style={shown} />
        </>
      )}
    />
  );
}

/** Further apart than this is seen. */
const driftSeconds = 0.1;

/** The result leads and is heard; what it was made of follows. Its own controls would lie under that: these are beside. */
function Videos({ before, after }: Compared): ReactNode {
  const [beforeUrl, afterUrl] = useLinks(before, after);
  const leader = useRef<HTMLVideoElement>(null);
  const follower = useRef<HTMLVideoElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [place, setPlace] = useState({ seconds: 0, length: 0 });
  const keepUp = (): void => {
    const [first, second] = [leader.current, follower.current];
    if (first === null || second === null) return;
    setPlaying(!first.paused && !first.ended);
    setPlace({ seconds: first.currentTime, length: Number.isFinite(first.duration) ? first.duration : 0 });
    if (Math.abs(second.currentTime - first.currentTime) > driftSeconds) second.currentTime = first.currentTime;
    if (first.paused) second.pause();
    else void second.play().catch(() => undefined);
  };
  return (
    <Split
      layers={(shown) => (
        <>
          <video
            ref={leader}
            src={afterUrl}
            playsInline
            preload="auto"
            aria-label={`After: ${after.filename}`}
            className={afterClass}
            onLoadedMetadata={keepUp}
            onPlay={keepUp}
            onPause={keepUp}
            onEnded={keepUp}
            onSeeked={keepUp}
            onTimeUpdate={keepUp}
          />
          <video
            ref={follower}
            src={beforeUrl}
            muted
            playsInline
            preload="auto"
            aria-hidden
            tabIndex={-1}
            className={beforeClass}
            style={shown}
          />
        </>
      )}
    >
      <span className="flex items-center gap-2">
        <IconButton
          label={isPlaying ? 'Pause both' : 'Play both'}
          Icon={isPlaying ? Pause : Play}
          onClick={() => {
            if (isPlaying) leader.current?.pause();
            else void leader.current?.play();
          }}
        />
        <input
          type="range"
          min={0}
          max={place.length}
          step={0.01}
          value={place.seconds}
          aria-label="Place in the videos"
          aria-valuetext={formatSeconds(place.seconds)}
          className="w-full max-w-sm accent-accent"
          onChange={(event) => {
            if (leader.current !== null) leader.current.currentTime = event.target.valueAsNumber;
          }}
        />
        {formatSeconds(place.seconds)}
      </span>
    </Split>
  );
}
