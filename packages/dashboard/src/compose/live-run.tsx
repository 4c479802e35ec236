// The command that was started, as it runs, and what came of it.
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { Loading } from '../parts/loading.tsx';
import { Section } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { CommandActions } from '../result/command-actions.tsx';
import { isDone } from '../result/command-query.ts';
import { Failure } from '../result/failure.tsx';
import { LogView } from '../result/log-view.tsx';
import { Outputs } from '../result/output-view.tsx';
import { RunProgress } from '../result/run-progress.tsx';
import { useCommand } from '../result/use-command.ts';

export function LiveRun(props: {
  readonly commandId: string;
  /** The run that this one changes. */
  readonly earlierId: string | null;
}): ReactNode {
  const { commandId, earlierId } = props;
  const { command, log, error } = useCommand(commandId);
  const top = useRef<HTMLDivElement>(null);
  const isKnown = command !== undefined;
  useEffect(() => {
    if (isKnown) top.current?.scrollIntoView({ block: 'nearest' });
  }, [isKnown]);
  if (command === undefined) return error === null ? <Loading /> : <Problem error={error} />;
  const isOver = isDone(command);
  return (
    <Section title="Run" actions={<CommandActions command={command} />}>
      <div ref={top} className="flex scroll-my-16 flex-col gap-4">
        <p className="flex flex-wrap items-center gap-2" role="status">
          <StatusBadge status={command.status} />
          <Link
            to="/commands/$commandId"
            params={{ commandId }}
            className="font-mono text-sm text-quiet hover:underline"
          >
            {commandId}
          </Link>
        </p>
        {isOver ? null : <RunProgress command={command} />}
        <Failure command={command} />
        <Outputs command={command} earlierId={earlierId ?? command.retry_of} />
        <details open={!isOver || command.status === 'FAILED'}>
          <summary className="mb-2 text-quiet">FFmpeg’s log</summary>
          <LogView log={log} isLive={!isOver} />
        </details>
      </div>
    </Section>
  );
}
