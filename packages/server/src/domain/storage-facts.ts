// Where bytes are kept, and how much room is there.

export interface StorageFacts {
  readonly kind: 'disk';
  readonly place: string;
  /** Null where the place does not tell. */
  readonly freeBytes: number | null;
  readonly totalBytes: number | null;
}
