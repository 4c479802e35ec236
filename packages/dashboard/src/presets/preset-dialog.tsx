// Makes a preset or changes one: what it runs, what it takes, and what it makes.
import type { Preset } from '@renderio/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { client } from '../client.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextArea, TextField } from '../parts/field.tsx';
import { Problem } from '../parts/problem.tsx';
import { say } from '../parts/say.ts';

export function PresetDialog(props: {
  /** Null makes a new one. */
  readonly preset: Preset | null;
  readonly onClose: () => void;
}): ReactNode {
  const { preset, onClose } = props;
  const queryClient = useQueryClient();
  const [fields, setFields] = useState(() => fieldsOf(preset));
  const save = useMutation({
    mutationFn: () => {
      const body = bodyOf(fields, preset);
      return preset === null
        ? client.createPreset({ body })
        : client.updatePreset({ params: { presetId: preset.preset_id }, body });
    },
    onSuccess: async ({ name }) => {
      say('Preset saved', name);
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['presets'] });
    },
  });
  const field = (name: keyof Fields) => ({
    value: fields[name],
    onValue: (value: string) => {
      setFields({ ...fields, [name]: value });
    },
  });
  return (
    <Dialog
      title={preset === null ? 'New preset' : preset.name}
      description="Inputs are given anew each time it runs; the names of its outputs are kept."
      isWide
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="grid gap-3 md:grid-cols-[2fr_1fr]">
          <TextField label="Name" required maxLength={255} {...field('name')} />
          <TextField label="Category" maxLength={64} {...field('category')} />
        </div>
        <TextField label="What it is for" maxLength={4096} {...field('description')} />
        <TextArea
          label="FFmpeg command"
          required
          rows={6}
          className="[&_textarea]:font-mono"
          spellCheck={false}
          placeholder="-i {{in_video}} -c:v libx264 -crf 23 {{out_video}}"
          hint="A line of --- between two commands runs them one after the other."
          {...field('command')}
        />
        <div className="grid gap-3 md:grid-cols-2">
          <TextField
            label="Inputs"
            className="[&_input]:font-mono"
            placeholder="in_video, in_logo"
            hint="The aliases that a run gives files for."
            {...field('inputs')}
          />
          <TextArea
            label="Outputs"
            required
            rows={2}
            className="[&_textarea]:font-mono"
            spellCheck={false}
            placeholder="out_video: small.mp4"
            hint="One a line: alias: file name."
            {...field('outputs')}
          />
        </div>
        <Problem error={save.error} />
        <Button type="submit" kind="primary" className="self-end" isBusy={save.isPending}>
          Save
        </Button>
      </form>
    </Dialog>
  );
}

interface Fields {
  readonly name: string;
  readonly category: string;
  readonly description: string;
  readonly command: string;
  readonly inputs: string;
  readonly outputs: string;
}

const between = /^\s*---\s*$/m;

function fieldsOf(preset: Preset | null): Fields {
  return {
    name: preset?.name ?? '',
    category: preset?.category ?? '',
    description: preset?.description ?? '',
    command: preset?.ffmpeg_command ?? preset?.ffmpeg_commands?.join('\n---\n') ?? '',
    inputs: preset?.input_file_keys.join(', ') ?? '',
    outputs: Object.entries(preset?.output_file_definitions ?? {})
      .map(([alias, name]) => `${alias}: ${name}`)
      .join('\n'),
  };
}

/** Judged by the server, which names every fault at once. */
function bodyOf(fields: Fields, before: Preset | null) {
  const texts = fields.command.split(between).map((text) => text.trim());
  const [first = ''] = texts;
  const isSingle = texts.length === 1 && before?.command_type !== 'MULTIPLE_COMMAND';
  const several =
    before?.command_type === 'MULTIPLE_COMMAND' ? ('MULTIPLE_COMMAND' as const) : ('CHAINED_COMMAND' as const);
  return {
    name: fields.name.trim(),
    category: fields.category.trim() === '' ? null : fields.category.trim(),
    description: fields.description.trim() === '' ? null : fields.description.trim(),
    command_type: isSingle ? ('FFMPEG_COMMAND' as const) : several,
    ffmpeg_command: isSingle ? first : null,
    ffmpeg_commands: isSingle ? null : texts,
    input_file_keys: fields.inputs.split(/[\s,]+/).filter((alias) => alias !== ''),
    output_file_definitions: Object.fromEntries(
      fields.outputs
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((line) => {
          const [alias = '', ...name] = line.split(':');
          return [alias.trim(), name.join(':').trim()] as const;
        }),
    ),
  };
}
