// Keeps a draft under a name, to be run on other inputs.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BookmarkPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { client } from '../client.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { Problem } from '../parts/problem.tsx';
import { say } from '../parts/say.ts';
import { type Draft, requestOf } from './draft.ts';

export function SavePreset({ draft }: { readonly draft: Draft }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: () => {
      const { output_files: outputs, ffmpeg_command: command, ffmpeg_commands: commands } = requestOf(draft);
      return client.createPreset({
        body: {
          name: name.trim(),
          ...(description.trim() === '' ? {} : { description: description.trim() }),
          command_type: commands === undefined ? 'FFMPEG_COMMAND' : 'CHAINED_COMMAND',
          ...(commands === undefined ? { ffmpeg_command: command ?? '' } : { ffmpeg_commands: commands }),
          input_file_keys: draft.inputs.map(({ alias }) => alias),
          output_file_definitions: outputs,
        },
      });
    },
    onSuccess: async (preset) => {
      setOpen(false);
      say('Preset saved', preset.name);
      await queryClient.invalidateQueries({ queryKey: ['presets'] });
    },
  });
  return (
    <Dialog
      title="Save as a preset"
      description="The command and the names of its outputs are kept; inputs are given anew each time."
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<Button Icon={BookmarkPlus}>Save as preset</Button>}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField label="Name" required maxLength={255} value={name} onValue={setName} />
        <TextField label="What it is for" maxLength={4096} value={description} onValue={setDescription} />
        <Problem error={save.error} />
        <Button type="submit" kind="primary" className="self-end" isBusy={save.isPending}>
          Save
        </Button>
      </form>
    </Dialog>
  );
}
