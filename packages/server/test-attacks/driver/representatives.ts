// The part of the corpus that is small enough for every run of the tests.
import type { AnyVector, Family } from '../vector.ts';

export function representativesOf<V extends AnyVector>(families: readonly Family<V>[]): Family<V>[] {
  return families.map((family) => ({
    ...family,
    vectors: family.vectors.filter(({ isRepresentative }) => isRepresentative === true),
  }));
}
