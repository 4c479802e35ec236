// How a command looks in the editor: its marks by `ffmpeg-language`, in the colours of the page.
import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { type MarkKind, markCommand } from '@renderio/ffmpeg-language';

const decorations: Record<MarkKind, Decoration> = {
  option: Decoration.mark({ class: 'mark-option' }),
  value: Decoration.mark({ class: 'mark-value' }),
  input: Decoration.mark({ class: 'mark-file' }),
  output: Decoration.mark({ class: 'mark-file' }),
  filtergraph: Decoration.mark({ class: 'mark-graph' }),
  filter: Decoration.mark({ class: 'mark-filter' }),
  argument: Decoration.mark({ class: 'mark-argument' }),
  label: Decoration.mark({ class: 'mark-label' }),
  placeholder: Decoration.mark({ class: 'mark-placeholder' }),
};

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { kind, start, end } of markCommand(view.state.doc.toString())) {
    if (start < end) builder.add(start, end, decorations[kind]);
  }
  return builder.finish();
}

/** A command has at most 32 KiB: it is read whole at every change. */
export const highlightCommand = ViewPlugin.define(
  (view) => {
    const plugin = {
      marks: decorate(view),
      update(update: ViewUpdate) {
        if (update.docChanged) plugin.marks = decorate(update.view);
      },
    };
    return plugin;
  },
  { decorations: ({ marks }) => marks },
);

const raised = {
  border: '1px solid var(--color-line)',
  borderRadius: '6px',
  background: 'var(--color-surface)',
  color: 'var(--color-ink)',
  boxShadow: 'var(--shadow-raised)',
};

export const editorLook = EditorView.theme({
  '&': { background: 'var(--color-surface)', color: 'var(--color-ink)', fontSize: '0.8125rem', borderRadius: '6px' },
  '&.cm-focused': { outline: '2px solid var(--color-accent)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.7', minHeight: '5.5rem', maxHeight: '40vh' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--color-ink)' },
  '.cm-line': { padding: '0 12px' },
  '.cm-cursor': { borderLeftColor: 'var(--color-ink)' },
  '.cm-placeholder': { color: 'var(--color-quiet)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--color-accent-soft)',
  },
  '.mark-option': { color: 'var(--color-accent)' },
  '.mark-filter': { color: 'var(--color-accent)', fontWeight: '600' },
  '.mark-argument': { color: 'var(--color-quiet)' },
  '.mark-label': { color: 'var(--color-warn)' },
  '.mark-placeholder': {
    color: 'var(--color-good)',
    background: 'var(--color-good-soft)',
    borderRadius: '3px',
    padding: '1px 0',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--color-bad) 1.5px',
    textUnderlineOffset: '4px',
    textDecorationSkipInk: 'none',
  },
  '.cm-tooltip': raised,
  '.cm-tooltip-lint': { maxWidth: '32rem', fontFamily: 'var(--font-sans)' },
  '.cm-diagnostic': { padding: '8px 12px', lineHeight: '1.5', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--color-bad)' },
  '.cm-diagnosticAction': {
    background: 'var(--color-hover)',
    color: 'var(--color-ink)',
    border: '1px solid var(--color-line)',
    borderRadius: '4px',
    padding: '2px 8px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', maxHeight: '16rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--color-accent-soft)',
    color: 'var(--color-ink)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': {
    fontFamily: 'var(--font-sans)',
    fontStyle: 'normal',
    color: 'var(--color-quiet)',
    marginLeft: '12px',
  },
});
