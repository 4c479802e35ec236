// The draft of this tab and everything that can be done to it.
import type { Command, Preset } from '@renderio/sdk';
import { useEffect, useState } from 'react';
import {
  aliasFor,
  type Draft,
  type DraftExtras,
  type DraftInput,
  draftOfCommand,
  draftOfPreset,
  filenameFor,
  freeAlias,
} from './draft.ts';
import { keepDraft, readDraft } from './keep-draft.ts';

export interface DraftActions {
  readonly beginWithCommand: (command: Command) => void;
  readonly beginWithPreset: (preset: Preset) => void;
  /** Under the first of `hints` that says what it is; returns its alias. */
  readonly addInput: (input: Omit<DraftInput, 'alias'>, ...hints: string[]) => string;
  readonly changeInput: (alias: string, change: Partial<Omit<DraftInput, 'alias'>>) => void;
  /** Adds what the command names: an input without a URL yet, or an output with a name that suits it. */
  readonly addAlias: (alias: string) => void;
  readonly addOutput: () => void;
  readonly changeOutput: (alias: string, filename: string) => void;
  readonly remove: (alias: string) => void;
  /** In the command too, wherever it stands. */
  readonly rename: (alias: string, wanted: string) => void;
  readonly changeExtras: (change: Partial<DraftExtras>) => void;
  readonly changeText: (index: number, text: string) => void;
  readonly addStep: () => void;
  readonly removeStep: (index: number) => void;
}

export function useDraft(): [draft: Draft, actions: DraftActions] {
  const [draft, setDraft] = useState(readDraft);
  useEffect(() => {
    keepDraft(draft);
  }, [draft]);
  return [draft, actionsOn(draft, setDraft)];
}

type SetDraft = (change: (draft: Draft) => Draft) => void;

function actionsOn(draft: Draft, setDraft: SetDraft): DraftActions {
  const aliases = [...draft.inputs, ...draft.outputs].map(({ alias }) => alias);
  /** Of what a preset fixes: from then on it is a command of its own. */
  const change = (alter: (draft: Draft) => Partial<Draft>): void => {
    setDraft((old) => ({ ...old, preset: null, ...alter(old) }));
  };
  return {
    beginWithCommand: (command) => {
      setDraft(() => draftOfCommand(command));
    },
    beginWithPreset: (preset) => {
      setDraft((old) => draftOfPreset(preset, old.inputs));
    },
    addInput: (input, ...hints) => {
      // What a preset or the command waits for comes first.
      const empty = draft.inputs.find(({ value, filename }) => value === '' && filename === undefined);
      const alias = empty?.alias ?? freeAlias(aliasFor(...hints), aliases);
      if (empty === undefined) change((old) => ({ inputs: [...old.inputs, { ...input, alias }] }));
      else setDraft((old) => withInput(old, alias, input));
      return alias;
    },
    changeInput: (alias, input) => {
      setDraft((old) => withInput(old, alias, input));
    },
    addAlias: (alias) => {
      change((old) =>
        alias.startsWith('in_')
          ? { inputs: [...old.inputs, { alias, value: '' }] }
          : { outputs: [...old.outputs, { alias, filename: filenameFor(alias) }] },
      );
    },
    addOutput: () => {
      const alias = freeAlias('out_video', aliases);
      change((old) => ({ outputs: [...old.outputs, { alias, filename: filenameFor(alias) }] }));
    },
    changeOutput: (alias, filename) => {
      change((old) => ({
        outputs: old.outputs.map((output) => (output.alias === alias ? { ...output, filename } : output)),
      }));
    },
    remove: (alias) => {
      change((old) => ({
        inputs: old.inputs.filter((input) => input.alias !== alias),
        outputs: old.outputs.filter((output) => output.alias !== alias),
      }));
    },
    rename: (alias, wanted) => {
      const named = freeAlias(wanted, aliases);
      const renamed = <Entry extends { readonly alias: string }>(entry: Entry): Entry =>
        entry.alias === alias ? { ...entry, alias: named } : entry;
      const placeholder = new RegExp(
        String.raw`(\{\{\s*|<<\s*)${alias.replaceAll(/\W/g, String.raw`\$&`)}(?=\s*(\}\}|>>))`,
        'g',
      );
      change((old) => ({
        inputs: old.inputs.map(renamed),
        outputs: old.outputs.map(renamed),
        texts: old.texts.map((text) => text.replaceAll(placeholder, (_whole, open: string) => open + named)),
      }));
    },
    changeExtras: (extras) => {
      setDraft((old) => ({ ...old, extras: { ...old.extras, ...extras } }));
    },
    changeText: (index, text) => {
      setDraft((old) =>
        old.texts[index] === text
          ? old
          : { ...old, preset: null, texts: old.texts.map((each, place) => (place === index ? text : each)) },
      );
    },
    addStep: () => {
      change((old) => ({ texts: [...old.texts, ''] }));
    },
    removeStep: (index) => {
      change((old) => ({ texts: old.texts.filter((_text, place) => place !== index) }));
    },
  };
}

function withInput(draft: Draft, alias: string, change: Partial<DraftInput>): Draft {
  return {
    ...draft,
    inputs: draft.inputs.map((input) => (input.alias === alias ? { ...input, ...change } : input)),
  };
}
