// The editor of one command: coloured by what its words are, completed, and underlined where something is wrong.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { type Diagnostic, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view';
import { type ReactNode, useEffect, useRef } from 'react';
import { createCompletionSource, type Vocabulary } from './complete.ts';
import { editorLook, highlightCommand } from './editor-look.ts';
import type { Objection } from './judge.ts';

interface EditorProps {
  /** For screen readers. */
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly objections: readonly Objection[];
  readonly vocabulary: Vocabulary;
  /** Ctrl Enter. */
  readonly onRun: () => void;
  /** Adds what the command names and the request lacks. */
  readonly onAdd: (alias: string) => void;
}

export function CommandEditor(props: EditorProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  // What the editor calls back is always the newest, without making the editor anew.
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    // In a shadow root CodeMirror adopts its style sheet, where in a document it would add an element that the
    // page's policy refuses.
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          history(),
          drawSelection(),
          closeBrackets(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': latest.current.label, spellcheck: 'false' }),
          placeholder('-i {{in_video}} -c:v libx264 -crf 23 {{out_video}}'),
          autocompletion({
            override: [createCompletionSource(() => latest.current.vocabulary)],
            icons: false,
            // What an argument may be is offered as soon as it has been picked.
            activateOnCompletion: ({ type }) => type === 'property',
          }),
          // Not Tab: it goes on to the next control.
          keymap.of([
            {
              key: 'Mod-Enter',
              run: () => {
                latest.current.onRun();
                return true;
              },
            },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...lintKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          typeOverSelection,
          highlightCommand,
          editorLook,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  const { text, objections } = props;
  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    // Where it was changed from outside: by a preset, or another command.
    if (editor.state.doc.toString() !== text) {
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
    }
    const { length } = editor.state.doc;
    editor.dispatch(
      setDiagnostics(
        editor.state,
        objections.map(
          (objection): Diagnostic => ({
            from: Math.min(objection.from, length),
            to: Math.min(objection.to, length),
            severity: 'error',
            message: objection.message,
            actions: actionsFor(objection, (alias) => {
              latest.current.onAdd(alias);
            }),
          }),
        ),
      ),
    );
  }, [text, objections]);

  return <div ref={host} className="command-editor" />;
}

/**
 * Left to itself Chromium keeps the look of a selection that is typed over, by a style attribute that the page's policy
 * refuses and complains of.
 */
const typeOverSelection = EditorView.domEventHandlers({
  beforeinput: ({ inputType, data }, view) => {
    const { from, to, empty } = view.state.selection.main;
    if (inputType !== 'insertText' || data === null || empty) return false;
    const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type' });
    const isHandled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, insert));
    if (!isHandled) view.dispatch(insert());
    // Prevents what the browser would do.
    return true;
  },
});

function actionsFor({ lacking }: Objection, add: (alias: string) => void): NonNullable<Diagnostic['actions']> {
  if (lacking === null) return [];
  const side = lacking.startsWith('in_') ? 'input' : 'output';
  return [
    {
      name: `Add it as an ${side}`,
      apply: () => {
        add(lacking);
      },
    },
  ];
}
