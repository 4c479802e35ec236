// What an attack is: data that says what is sent and what must happen; drivers in `driver/` send it and look.
import type { FailureCode } from '@renderio/contract';

/**
 * What stands in a vector's text for what is known only once the canaries are out; see `driver/canaries.ts`.
 * `@SHELTER@` is a folder of the host that anyone may read and write, `@HOST_FILE@` a file in it, `@PORT@` a server on
 * the host's loopback, `@SOCKET@` and `@ABSTRACT@` Unix sockets, `@UDP@` a UDP port, `@PID@` a process of the user that
 * FFmpeg runs as, `@DATA@` the server's data folder, `@ORIGIN@` a host that the server may fetch from.
 */
export type Text = string;

export interface Upload {
  readonly filename: string;
  readonly bytes: Text | Uint8Array;
}

interface Named {
  /** Completes the sentence "the attack …", unique in its family. */
  readonly name: string;
  /** Runs in `npm test`, too. */
  readonly isRepresentative?: true;
}

/** An FFmpeg command that tries to do what it must not. */
export interface CommandVector extends Named {
  /** One command line, or the steps of a chain. */
  readonly command: Text | readonly Text[];
  /** Alias → bytes that are uploaded first, or the URL that is sent as it stands. */
  readonly inputs?: Readonly<Record<string, Upload | Text>>;
  /** Alias → name; one output, `out_a`, when not given. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly maxRunSeconds?: number;
  /** What the policy's message must name. Not given: the command is legal, and the box alone holds it. */
  readonly refuses?: Text;
  /** What the contract's message must say: no setting lets this pass. */
  readonly invalid?: Text;
  /** How it may end once it runs in the box; `FFMPEG_FAILED` when not given. */
  readonly ends?: readonly (FailureCode | 'SUCCESS')[];
  /** What its `error_message` must say, so that it has failed for the reason that is meant. */
  readonly says?: RegExp;
}

export interface Family<V extends Named = Named> {
  readonly name: string;
  readonly vectors: readonly V[];
}

/** An input of no interest: a command needs one to be accepted at all, unless its sources are generated. */
export const pretext: Readonly<Record<'in_a', Upload>> = { in_a: { filename: 'pretext.raw', bytes: 'pretext' } };
/** Reads it as input 0. */
export const pretextInput = '-f u8 -ar 8000 -ac 1 -i {{in_a}}';
