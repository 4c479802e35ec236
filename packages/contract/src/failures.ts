// Why a command (or a stored file) can end FAILED: the one table behind `error_status`.

interface FailureMeaning {
  /** One sentence for the documentation: what happened. */
  readonly meaning: string;
  /** Who can do something about it. */
  readonly fault: 'caller' | 'origin' | 'operator';
  /** Whether the same request may succeed when sent again unchanged. */
  readonly isRetryable: boolean;
  /** What usually is behind it, for the documentation. */
  readonly causes: string;
  /** What to do about it, for the documentation. */
  readonly remedy: string;
}

/** Every `error_status` with its meaning. The keys are public names: add, never rename. */
export const failures = {
  INPUT_UNREACHABLE: {
    meaning:
      'An input could not be fetched: name not found, refused, TLS error, status 4xx or 5xx, stalled, or a web page where media was meant.',
    fault: 'origin',
    isRetryable: true,
    causes:
      'A link that has expired or needs a login; a share page in place of the file; a misspelt host; a host that blocks servers or is slow to death.',
    remedy:
      'Open the URL in a private window: it has to answer with the file itself. The message says the status, the type and the final address. Where the host is merely unwell, run the command again; else upload the file and name its `file_id`.',
  },
  INPUT_FORBIDDEN: {
    meaning: 'The address, port or scheme of an input is not allowed here.',
    fault: 'caller',
    isRetryable: false,
    causes:
      'A private, loopback or metadata address, also behind a redirect or a name; a scheme other than http and https; a `storage_url` of another account.',
    remedy:
      'Use a public address or upload the file. The operator can allow ranges of the house by `RENDERIO_ALLOW_CIDRS`.',
  },
  INPUT_TOO_LARGE: {
    meaning: 'An input has more bytes than the limit.',
    fault: 'caller',
    isRetryable: false,
    causes:
      'A file above `input_bytes`, a length above `input_seconds`, a frame above `frame_pixels`, or inputs that together do not fit into `scratch_bytes`.',
    remedy:
      'Send a smaller or shorter file. `GET /limits` tells the limits; the operator can raise them for an account.',
  },
  INPUT_UNSUPPORTED: {
    meaning: 'An input is of a kind that cannot be used as an input, such as a remote playlist.',
    fault: 'caller',
    isRetryable: false,
    causes: 'The URL of a playlist (HLS, DASH), whose segments would have to be fetched as well.',
    remedy: 'Name the URL of a file that holds the media itself.',
  },
  INPUT_TRUNCATED: {
    meaning: 'An input holds less than its origin or its own container promised.',
    fault: 'origin',
    isRetryable: true,
    causes:
      'A download that broke off at the origin; a recording that was not closed; an upload to the origin that is still under way.',
    remedy: 'Look whether the file plays to its end where it comes from, then run the command again.',
  },
  INPUT_DELETED: {
    meaning: 'A stored file named as an input has been deleted.',
    fault: 'caller',
    isRetryable: false,
    causes: 'The file was deleted between sending the command and running it, or long before.',
    remedy: 'Upload or store it again, and name the new `file_id`.',
  },
  FFMPEG_FAILED: {
    meaning: 'FFmpeg ended with an error; the message carries the telling lines of its log.',
    fault: 'caller',
    isRetryable: false,
    causes:
      'An option, filter or encoder that FFmpeg does not take as it is written; a stream that the input does not have; a broken input.',
    remedy:
      'Read the lines of the message, then the whole of `GET /commands/:id/log`. Ask `POST /validate` about the command and `POST /probe` about the input. The same command fails again, so change it first.',
  },
  OUTPUT_MISSING: {
    meaning: 'A declared output was not written, or is empty where media was meant.',
    fault: 'caller',
    isRetryable: false,
    causes:
      'A `-map` or a seek past the end that leaves nothing to write; a filter that drops every frame; a name of a series that no frame matched.',
    remedy: 'Check `-ss`, `-t`, `-map` and `select` against what `POST /probe` says of the input.',
  },
  OUTPUT_INVALID: {
    meaning: 'A media output cannot be read back, holds no frame, or is provably too short.',
    fault: 'caller',
    isRetryable: false,
    causes:
      'FFmpeg ended early and said 0 all the same: at a broken place of the input, or where its container promises more than it holds.',
    remedy:
      '`checks` of the output say what is wrong with it. Play the input to its end; cut off what is broken with `-t`.',
  },
  OUTPUT_TOO_LARGE: {
    meaning: 'The command wrote more bytes or more files than the limit.',
    fault: 'caller',
    isRetryable: false,
    causes: 'An endless source without `-t` or `-shortest`; raw video; a series of pictures at full frame rate.',
    remedy:
      'Bound the length (`-t`), take fewer frames (`-r`, `select`), or encode smaller. The message names the limit.',
  },
  TIMEOUT: {
    meaning: 'The command ran longer than its limit.',
    fault: 'caller',
    isRetryable: false,
    causes:
      'A slow encoder or preset on a long video; a source that never ends; two inputs of which one waits for the other.',
    remedy:
      'Ask for more by `max_command_run_seconds`, up to `max_run_seconds` of `GET /limits`; take a faster `-preset`; end endless sources with `-t` or `-shortest`.',
  },
  OUT_OF_MEMORY: {
    meaning: 'The command needed more memory than the limit.',
    fault: 'caller',
    isRetryable: false,
    causes:
      'A filter that holds the whole video (`reverse`, `loop`, a large `tile`), very large frames, or very many inputs.',
    remedy:
      'Cut or scale down before such a filter; work in steps of a chain. `memory_mbytes` of `GET /limits` tells the limit.',
  },
  CANCELLED: {
    meaning: 'The command was cancelled on request.',
    fault: 'caller',
    isRetryable: true,
    causes: '`POST /commands/:id/cancel`, the dashboard, Ctrl-C in the command line, or an aborted `run` of the SDK.',
    remedy: 'Run it again when it was a mistake: `POST /commands/:id/retry`.',
  },
  STORAGE_FAILED: {
    meaning: 'The result could not be stored, or the scratch disk is full.',
    fault: 'operator',
    isRetryable: true,
    causes: 'A full disk, or a storage that cannot be written to.',
    remedy: 'The operator looks at `renderio doctor` and makes room; then run the command again.',
  },
  WORKER_LOST: {
    meaning: 'The command was started three times and no worker lived to finish it.',
    fault: 'operator',
    isRetryable: true,
    causes:
      "Workers killed for want of memory, a host that went down, or a command that takes the worker's host with it.",
    remedy: "The operator looks into the workers' logs before the command is run again.",
  },
  INTERNAL_ERROR: {
    meaning: 'The server made a mistake; its log tells more.',
    fault: 'operator',
    isRetryable: true,
    causes: 'A fault of this program.',
    remedy: "Run it again once; when it stays, report it with the command's id.",
  },
} as const satisfies Record<string, FailureMeaning>;

export type FailureCode = keyof typeof failures;

/** Why something ended FAILED: the code, and a sentence for the user that says what, where and what to do. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
}
