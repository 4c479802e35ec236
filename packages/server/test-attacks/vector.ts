// What an attack is: data that says what is sent and what must happen; drivers in `driver/` send it and look.
import type { constants } from 'node:os';
import type { ApiErrorCode, FailureCode } from '@renderio/contract';
import type { Argument, SystemCall } from './driver/native-library.ts';

/**
 * What stands in a vector's text for what is known only once the canaries are out; see `driver/canaries.ts`.
 * `@SHELTER@` is a folder of the host that anyone may read and write, `@HOST_FILE@` a file in it, `@PORT@` a server on
 * the host's loopback, `@SOCKET@` and `@ABSTRACT@` Unix sockets, `@UDP@` a UDP port, `@PID@` a process of the user that
 * FFmpeg runs as, `@DATA@` the server's data folder, `@ORIGIN@` a host that the server may fetch from; `@VICTIM_…@` are
 * the ids, links and so on of another account, see `driver/belongings.ts`.
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
  /** What the policy's message must name. Null or not given: the command is legal, and the box alone holds it. */
  readonly refuses?: Text | null;
  /** What the contract's message must say: no setting lets this pass. */
  readonly invalid?: Text;
  /** How it may end once it runs in the box; `FFMPEG_FAILED` when not given. */
  readonly ends?: readonly (FailureCode | 'SUCCESS')[];
  /** What its `error_message` must say, so that it has failed for the reason that is meant. */
  readonly says?: RegExp;
}

/** A request to the API, as any client library would send it. */
export interface RequestVector extends Named {
  readonly method: string;
  /** From the root. */
  readonly path: Text;
  /** Sent as JSON; a string as it stands. */
  readonly body?: unknown;
  /** Take the place of those that an ordinary request has: its key, and the type of its body. */
  readonly headers?: Readonly<Record<string, Text>>;
  readonly answers: readonly (ApiErrorCode | 200 | 206)[];
  /** What must not be in the answer, beside the secrets. */
  readonly never?: readonly Text[];
}

/** Bytes on a socket, as no client library would send them. */
export interface BytesVector extends Named {
  /** `key` is a good one. */
  readonly bytes: (key: string) => string | Buffer;
  /** The status of each answer until the server closes; empty when it closes without one. */
  readonly answers: readonly number[];
}

/** A receiver of webhooks that means harm, or a URL that is meant to reach inside. */
export interface ReceiverVector extends Named {
  readonly url: Text;
  readonly secret?: string;
  /** Whether the URL is refused when it is set, its test is not delivered, or it is and what it answered is bounded. */
  readonly comesTo: 'refused' | 'failed' | 'delivered';
}

/** Also a number, or the address of a socket, that is known only when it runs. */
export type NativeArgument =
  | Exclude<Argument, object>
  | Buffer
  | { readonly room: number }
  | { readonly from: number }
  | { readonly number: Text }
  | { readonly inet: Text; readonly host?: string }
  | { readonly unix: Text };

export interface NativeCall {
  readonly call: SystemCall;
  readonly args: readonly NativeArgument[];
  /** The error that it must give, or that it must succeed. */
  readonly gives?: keyof typeof constants.errno | 'ok' | undefined;
}

/** System calls of native code that runs in the box as FFmpeg's. */
export interface NativeVector extends Named {
  readonly calls: readonly NativeCall[];
  /** Made over and over after the others. */
  readonly forever?: readonly NativeCall[];
  readonly maxRunSeconds?: number;
  readonly ends?: CommandVector['ends'];
}

/** A file whose link a browser may open. */
export interface UploadVector extends Named, Upload {
  readonly bytes: Text;
}

/** The beginning of a request on so many connections at once. */
export interface HoldVector extends Named {
  readonly connections: number;
  /** `@KEY@` is a good key. */
  readonly bytes: string;
}

export type AnyVector =
  | UploadVector
  | HoldVector
  | NativeVector
  | CommandVector
  | RequestVector
  | BytesVector
  | ReceiverVector;

export interface Family<V extends AnyVector = AnyVector> {
  readonly name: string;
  readonly vectors: readonly V[];
}

/** An input of no interest: a command needs one to be accepted at all, unless its sources are generated. */
export const pretext: Readonly<Record<'in_a', Upload>> = { in_a: { filename: 'pretext.raw', bytes: 'pretext' } };
/** Reads it as input 0. */
export const pretextInput = '-f u8 -ar 8000 -ac 1 -i {{in_a}}';
