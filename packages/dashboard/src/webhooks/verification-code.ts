// How a receiver proves that an event comes from this server: the programs of docs/receivers, which the tests run.
import go from '../../../../docs/receivers/receiver.go?raw';
import php from '../../../../docs/receivers/receiver.php?raw';
import python from '../../../../docs/receivers/receiver.py?raw';
import typescript from '../../../../docs/receivers/receiver.ts?raw';
import sdk from '../../../../docs/receivers/sdk-receiver.ts?raw';

export interface Sample {
  readonly language: string;
  readonly code: string;
}

export const verificationSamples: readonly Sample[] = [
  { language: 'TypeScript', code: typescript },
  { language: 'TypeScript with the SDK', code: sdk },
  { language: 'Python', code: python },
  { language: 'PHP', code: php },
  { language: 'Go', code: go },
];
