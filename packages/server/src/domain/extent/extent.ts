// What a container's own figures prove about where its file ends.

/**
 * `whole` and `cut` are proofs by the container's own figures. Everything else is `unknown`: the format promises
 * nothing (TS, MP3, raw streams), was written as a live stream, or is damaged in another way.
 */
export type Extent =
  | {
      readonly kind: 'whole' | 'cut';
      readonly container: string;
      /** How many bytes the container says it has, where it says so. */
      readonly promisedBytes?: number;
      /** One sentence with the figures, for people. */
      readonly because: string;
    }
  | { readonly kind: 'unknown'; readonly because: string };
