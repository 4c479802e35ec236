// What a page of the docs may do: run its own style and script, known by their hashes, and what is added here.
import { createHash } from 'node:crypto';

const sourceHash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export function contentPolicy(style: string, script: string, more: readonly string[] = []): string {
  return [
    "default-src 'none'",
    `style-src ${sourceHash(style)}`,
    `script-src ${sourceHash(script)}`,
    ...more,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
