// The part of the corpus that is small enough for every run of the tests.
import type { Family } from '../vector.ts';

export function representativesOf<F extends Family>(families: readonly F[]): F[] {
  return families.map((family) => ({
    ...family,
    vectors: family.vectors.filter(({ isRepresentative }) => isRepresentative === true),
  }));
}
