// The composer: inputs, a command that is judged while it is written, its outputs, and below them how it runs.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, Play, Plus, X } from 'lucide-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import { client } from '../client.ts';
import { CommandEditor } from '../compose/command-editor.tsx';
import { requestOf } from '../compose/draft.ts';
import { Extras } from '../compose/extras.tsx';
import { Inputs } from '../compose/inputs.tsx';
import { judge } from '../compose/judge.ts';
import { LiveRun } from '../compose/live-run.tsx';
import { OutputFields } from '../compose/outputs.tsx';
import { PresetPicker } from '../compose/preset-picker.tsx';
import { RequestCodeView } from '../compose/request-code-view.tsx';
import { SavePreset } from '../compose/save-preset.tsx';
import { callOf, startDraft } from '../compose/start-draft.ts';
import { type DraftActions, useDraft } from '../compose/use-draft.ts';
import { useUploads } from '../compose/use-uploads.ts';
import { useVerdict, type Verdict } from '../compose/use-verdict.ts';
import { useVocabulary } from '../compose/use-vocabulary.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { say } from '../parts/say.ts';

export function Compose(): ReactNode {
  const search = useSearch({ from: '/compose' });
  const navigate = useNavigate();
  const [draft, actions] = useDraft();
  const { error: beginError } = useBeginning(search.from, search.preset, actions);
  const uploads = useUploads((alias, fileId) => {
    actions.changeInput(alias, { value: fileId });
  });

  const request = useMemo(() => requestOf(draft), [draft]);
  const objections = useMemo(() => judge(request), [request]);
  const { verdict, error: verdictError } = useVerdict(request);
  const vocabulary = useVocabulary(draft);
  const start = useMutation({
    mutationFn: () => startDraft(draft),
    onSuccess: ([first, ...others]) => {
      if (others.length === 0) {
        // To be compared with: what is shown, or what it was opened from.
        const earlier = search.run ?? draft.origin;
        return navigate({ to: '/compose', search: { run: first ?? '', ...(earlier === null ? {} : { earlier }) } });
      }
      say(`${others.length + 1} commands are queued`);
      return navigate({ to: '/commands' });
    },
  });
  const isReady = objections.length === 0 && !uploads.isUnderWay;
  const run = (): void => {
    if (isReady && !start.isPending) start.mutate();
  };

  return (
    <Page
      title="Compose"
      actions={
        <>
          <PresetPicker onPick={actions.beginWithPreset} />
          <SavePreset draft={draft} />
          <RequestCodeView call={callOf(draft)} />
        </>
      }
    >
      <Problem error={beginError} />
      <div className="grid gap-6 *:mt-0 lg:grid-cols-2">
        <Inputs
          inputs={draft.inputs}
          uploads={uploads}
          onFiles={(files) => {
            for (const file of files)
              uploads.start(actions.addInput({ value: '', filename: file.name }, file.type, file.name), file);
          }}
          onAdd={(url) => {
            actions.addInput({ value: url.trim() }, pathOf(url));
          }}
          onRename={actions.rename}
          onChange={(alias, value) => {
            actions.changeInput(alias, { value });
          }}
          onRemove={(alias) => {
            uploads.end(alias);
            actions.remove(alias);
          }}
        />
        <OutputFields
          outputs={draft.outputs}
          onAdd={actions.addOutput}
          onRename={actions.rename}
          onChange={actions.changeOutput}
          onRemove={actions.remove}
        />
      </div>
      <Section
        title={draft.texts.length === 1 ? 'Command' : 'Commands, one after the other'}
        actions={
          <Button kind="quiet" Icon={Plus} onClick={actions.addStep}>
            Add a step
          </Button>
        }
      >
        <ol className="flex flex-col gap-3">
          {draft.texts.map((text, index) => (
            <li key={index} className="flex items-start gap-2">
              <div className="min-w-0 grow rounded-md border border-edge/60">
                <CommandEditor
                  label={draft.texts.length === 1 ? 'FFmpeg command' : `FFmpeg command of step ${index + 1}`}
                  text={text}
                  onChange={(changed) => {
                    actions.changeText(index, changed);
                  }}
                  objections={objections.filter((objection) => objection.text === index)}
                  vocabulary={vocabulary}
                  onRun={run}
                  onAdd={actions.addAlias}
                />
              </div>
              {draft.texts.length === 1 ? null : (
                <IconButton
                  label={`Remove step ${index + 1}`}
                  Icon={X}
                  onClick={() => {
                    actions.removeStep(index);
                  }}
                />
              )}
            </li>
          ))}
        </ol>
        <Extras extras={draft.extras} onChange={actions.changeExtras} />
        <Judgement
          messages={messagesOf(objections, verdict)}
          verdict={verdict}
          onAdd={actions.addAlias}
          lacking={lackingOf(objections)}
        />
        <Problem error={start.error ?? verdictError} />
        <div className="mt-3 flex flex-wrap items-center gap-3">
          <Button kind="primary" Icon={Play} disabled={!isReady} isBusy={start.isPending} onClick={run}>
            Run
          </Button>
          <span className="text-sm text-quiet">
            {uploads.isUnderWay ? (
              'It can be run when its files have been uploaded.'
            ) : (
              <kbd className="font-mono">Ctrl Enter</kbd>
            )}
          </span>
        </div>
      </Section>
      {search.run === undefined || search.run === '' ? null : (
        <LiveRun key={search.run} commandId={search.run} earlierId={search.earlier ?? null} />
      )}
    </Page>
  );
}

/** Opens what the address names, once; from then on the draft is this tab's. */
function useBeginning(
  from: string | undefined,
  presetId: string | undefined,
  actions: DraftActions,
): { error: Error | null } {
  const navigate = useNavigate();
  const command = useQuery({
    queryKey: ['command', from],
    queryFn: ({ signal }) => client.getCommand({ params: { commandId: from ?? '' }, signal }),
    enabled: from !== undefined,
  });
  const preset = useQuery({
    queryKey: ['preset', presetId],
    queryFn: ({ signal }) => client.getPreset({ params: { presetId: presetId ?? '' }, signal }),
    enabled: presetId !== undefined,
  });
  const [commandData, presetData] = [command.data, preset.data];
  const { beginWithCommand, beginWithPreset } = actions;
  useEffect(() => {
    if (from !== undefined && commandData !== undefined) beginWithCommand(commandData);
    else if (presetId !== undefined && presetData !== undefined) beginWithPreset(presetData);
    else return;
    void navigate({ to: '/compose', search: {}, replace: true });
  }, [from, presetId, commandData, presetData]);
  return { error: command.error ?? preset.error };
}

type Objections = ReturnType<typeof judge>;

/** Each once: what is marked in the editor, and what only the server can say. */
function messagesOf(objections: Objections, verdict: Verdict | undefined): string[] {
  const own = objections.map(({ message }) => message);
  // The server's last word may be about what has been mended since.
  const others = own.length === 0 && verdict !== undefined ? verdict.detail.map(({ msg }) => msg) : [];
  return [...new Set([...own, ...others])];
}

function lackingOf(objections: Objections): string[] {
  return [...new Set(objections.flatMap(({ lacking }) => (lacking === null ? [] : [lacking])))];
}

function Judgement(props: {
  readonly messages: readonly string[];
  readonly verdict: Verdict | undefined;
  readonly lacking: readonly string[];
  readonly onAdd: (alias: string) => void;
}): ReactNode {
  const { messages, verdict, lacking, onAdd } = props;
  return (
    <div className="mt-2 text-sm" aria-live="polite">
      {messages.length === 0 ? (
        verdict?.valid === true ? (
          <details>
            <summary className="text-good">
              <CircleCheck size={15} className="mr-1.5 mb-0.5 inline" aria-hidden />
              Ready to run
            </summary>
            <ul className="mt-1 flex flex-col gap-1">
              {verdict.warnings.map((warning) => (
                <li key={warning} className="text-warn">
                  {warning}
                </li>
              ))}
              {verdict.arguments.map((words, index) => (
                <li key={index} className="font-mono text-quiet wrap-anywhere">
                  ffmpeg {words.join(' ')}
                </li>
              ))}
            </ul>
          </details>
        ) : null
      ) : (
        <ul className="flex flex-col gap-1 text-bad">
          {messages.map((message) => (
            <li key={message} className="flex gap-1.5 wrap-anywhere">
              <CircleAlert size={15} className="mt-0.5 shrink-0" aria-hidden />
              {message}
            </li>
          ))}
        </ul>
      )}
      {lacking.length === 0 ? null : (
        <div className="mt-2 flex flex-wrap gap-2">
          {lacking.map((alias) => (
            <Button
              key={alias}
              Icon={Plus}
              onClick={() => {
                onAdd(alias);
              }}
            >
              Add {alias} as an {alias.startsWith('in_') ? 'input' : 'output'}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function pathOf(url: string): string {
  return URL.parse(url)?.pathname ?? url;
}
