// What the search of the docs looks through: each section of each page, and each endpoint.
import type { OpenApiDocument } from '@renderio/contract';
import { operationsOf } from '../reference/operations.ts';
import type { Guides } from './read-guides.ts';

export interface SearchEntry {
  readonly href: string;
  readonly page: string;
  readonly heading: string;
  readonly text: string;
}

export function searchEntries({ byPath }: Guides, document: OpenApiDocument): SearchEntry[] {
  const sections = [...byPath.values()].flatMap(({ path, title, sections }) =>
    sections.map(({ heading, anchor, text }) => ({
      href: anchor === '' ? path : `${path}#${anchor}`,
      page: title,
      heading,
      text,
    })),
  );
  const operations = document.tags.flatMap(({ name }) =>
    operationsOf(document, name).map(({ operationId, method, path, summary }) => ({
      href: `/docs/api#${operationId}`,
      page: 'API reference',
      heading: `${method} ${path}`,
      text: summary,
    })),
  );
  return [...sections, ...operations];
}
