// The attacks, family by family.
import type {
  BytesVector,
  CommandVector,
  Family,
  HoldVector,
  NativeVector,
  ReceiverVector,
  RequestVector,
  UploadVector,
} from './vector.ts';
import { addresses } from './vectors/addresses.ts';
import { argumentTricks } from './vectors/arguments.ts';
import { bodies } from './vectors/bodies.ts';
import { code } from './vectors/code.ts';
import { devices } from './vectors/devices.ts';
import { disguises } from './vectors/disguises.ts';
import { exhaustion } from './vectors/exhaustion.ts';
import { holds } from './vectors/holds.ts';
import { names } from './vectors/names.ts';
import { nativeCode } from './vectors/native-code.ts';
import { network } from './vectors/network.ts';
import { optionFiles } from './vectors/option-files.ts';
import { polyglots } from './vectors/polyglots.ts';
import { reads } from './vectors/reads.ts';
import { receivers } from './vectors/receivers.ts';
import { shellWords } from './vectors/shell-words.ts';
import { tenancy } from './vectors/tenancy.ts';
import { wireBytes } from './vectors/wire-bytes.ts';
import { writes } from './vectors/writes.ts';

export const commandFamilies: readonly Family<CommandVector>[] = [
  reads,
  writes,
  network,
  code,
  devices,
  disguises,
  optionFiles,
  argumentTricks,
  shellWords,
  addresses,
  names,
];

/** What takes up a worker for as long as it is let: run one by one, with a neighbour beside. */
export const exhaustingFamilies: readonly Family<CommandVector>[] = [exhaustion];

export const requestFamilies: readonly Family<RequestVector>[] = [bodies];
/** These need what another account owns. */
export const tenancyFamilies: readonly Family<RequestVector>[] = [tenancy];
export const bytesFamilies: readonly Family<BytesVector>[] = [wireBytes];
export const receiverFamilies: readonly Family<ReceiverVector>[] = [receivers];
/** What no policy stands before: the box alone. */
export const nativeFamilies: readonly Family<NativeVector>[] = [nativeCode];
export const uploadFamilies: readonly Family<UploadVector>[] = [polyglots];
export const holdFamilies: readonly Family<HoldVector>[] = [holds];
