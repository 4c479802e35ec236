// What the server says of placeholders, in the words of whoever typed the command.
import { shorten } from './check-local-files.ts';
import type { RunPlan } from './plan-run.ts';

export function nameFiles(text: string, { inputs, outputs }: RunPlan, folder: string): string {
  const names = new Map<string, string>();
  for (const { alias, source } of inputs) {
    names.set(alias, source.kind === 'url' ? source.url : source.kind === 'stdin' ? '-' : shorten(source.path, folder));
  }
  for (const { alias, path } of outputs) names.set(alias, path === null ? '-' : shorten(path, folder));
  return text.replaceAll(/\{\{(\w+)\}\}/g, (placeholder, alias: string) => names.get(alias) ?? placeholder);
}
