// A command as the server knows it: what was asked for, and what became of it.
import type { CommandStatus, CommandType, FailureCode, ProgressDetail, TimelineEntry } from '@renderio/contract';
import type { FileRecord } from './file.ts';

/** What the caller asked for, as sent. */
export interface CommandRequest {
  readonly input_files: Readonly<Record<string, string>>;
  readonly output_files: Readonly<Record<string, string>>;
  readonly ffmpeg_command?: string;
  readonly ffmpeg_commands?: readonly string[];
}

export type Metadata = Readonly<Record<string, string | number | boolean>>;

export interface NewCommand {
  readonly id: string;
  readonly accountId: string;
  readonly type: CommandType;
  readonly request: CommandRequest;
  readonly metadata: Metadata | null;
  readonly webhookUrl: string | null;
  readonly maxRunSeconds: number;
  /** Seconds from the request's arrival to this statement, by the server's own clock. */
  readonly acceptSeconds: number;
  /** The command that this one repeats. */
  readonly retryOf: string | null;
  /** Shared by the commands of one request for several. */
  readonly batchId: string | null;
}

export interface CommandRecord {
  readonly id: string;
  readonly accountId: string;
  readonly type: CommandType;
  readonly request: CommandRequest;
  readonly metadata: Metadata | null;
  readonly status: CommandStatus;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly ffmpegSeconds: number | null;
  readonly timeline: readonly TimelineEntry[];
  readonly errorCode: FailureCode | null;
  readonly errorMessage: string | null;
  /** Of the run under way; null when there is none. */
  readonly progress: number | null;
  readonly progressDetail: ProgressDetail | null;
  readonly retryOf: string | null;
  readonly batchId: string | null;
  /** Object key of the whole log; null until the command is done. */
  readonly logKey: string | null;
}

/** A command together with its outputs. */
export interface CommandView {
  readonly command: CommandRecord;
  readonly outputs: readonly FileRecord[];
  /** How many commands are ahead; null where that was not asked or is not so. */
  readonly queuePosition: number | null;
}
