// A command as the server knows it: what was asked for, and what became of it.
import type { CommandStatus, CommandType, FailureCode, TimelineEntry } from '@renderio/contract';
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
}

/** A command together with its outputs. */
export interface CommandView {
  readonly command: CommandRecord;
  readonly outputs: readonly FileRecord[];
}
