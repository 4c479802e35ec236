// The one error of this room: what this machine lacks, in a sentence that also says what to do about it.

export type ProvisionProblem =
  | 'already_running'
  | 'apt_missing'
  | 'apt_failed'
  | 'keyring_missing'
  | 'mirror_missing'
  | 'no_network'
  | 'disk_full'
  | 'folder_unusable'
  | 'user_namespaces_refused'
  | 'platform_unsupported'
  | 'postgres_failed'
  | 'postgres_version'
  | 'root_unusable';

/** The message is meant for whoever started the program: print it alone, without a stack. */
export class ProvisionError extends Error {
  override readonly name = 'ProvisionError';
  readonly problem: ProvisionProblem;

  constructor(problem: ProvisionProblem, sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? {} : { cause });
    this.problem = problem;
  }
}

/** Turns what the file system says about `folder` into a sentence; anything else is returned as it came. */
export function explainFileError(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new ProvisionError(
        'disk_full',
        `The disk that holds ${folder} is full: free some space and try again.`,
        error,
      );
    case 'EACCES':
    case 'EPERM':
      return new ProvisionError(
        'folder_unusable',
        `This user may not write to ${folder}: change its owner, or choose another folder.`,
        error,
      );
    case 'EROFS':
      return new ProvisionError('folder_unusable', `${folder} is read-only: choose another folder.`, error);
    case 'ENOENT':
      if (!('syscall' in error && error.syscall === 'mkdir')) return error;
      // What Node makes of a read-only disk when it creates a folder with its parents.
      return new ProvisionError(
        'folder_unusable',
        `${folder} cannot be made: its disk is read-only. Choose another folder.`,
        error,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new ProvisionError(
        'folder_unusable',
        `${folder} is not a folder: move it away, or choose another.`,
        error,
      );
    default:
      return error;
  }
}
