// A file as the wire shows it.
import type { CommandOutput, File } from '@renderio/contract';
import { type FileRecord, linkNameOf } from '../domain/file.ts';
import type { LinkTo } from './links.ts';

const bytesPerMbyte = 1_048_576;

function presentMediaFacts(file: FileRecord) {
  const { media } = file;
  return {
    size_mbytes: file.sizeBytes === null ? null : file.sizeBytes / bytesPerMbyte,
    duration: media?.durationSeconds ?? null,
    file_type: media?.fileType ?? null,
    file_format: media?.fileFormat ?? null,
    codec: media?.codec ?? null,
    pixel_format: media?.pixelFormat ?? null,
    mime_type: media?.mimeType ?? null,
    width: media?.width ?? null,
    height: media?.height ?? null,
    frame_rate: media?.frameRate ?? null,
    bitrate_video_kb: media?.bitrateVideoKb ?? null,
    bitrate_audio_kb: media?.bitrateAudioKb ?? null,
  };
}

function presentStored(file: FileRecord, linkTo: LinkTo) {
  const isReadable = file.objectKey !== null && !file.isDeleted;
  return {
    file_id: file.id,
    storage_url: isReadable ? linkTo(file.id, linkNameOf(file)) : null,
    status: file.status,
    is_deleted: file.isDeleted,
    filename: file.filename,
    ...presentMediaFacts(file),
    ...(file.items === null
      ? {}
      : {
          items: file.items.map((item) => ({
            filename: item.name,
            size_mbytes: item.sizeBytes / bytesPerMbyte,
            storage_url: isReadable ? linkTo(file.id, item.name) : null,
          })),
        }),
  };
}

export function presentFile(file: FileRecord, linkTo: LinkTo): File {
  return {
    ...presentStored(file, linkTo),
    rendi_store_type: file.storeType,
    original_file_url: file.originalUrl,
    sample_rate: file.media?.sampleRate ?? null,
    channels: file.media?.channels ?? null,
    error_status: file.errorCode,
    error_message: file.errorMessage,
    created_at: file.createdAt.toISOString(),
  };
}

export function presentOutput(file: FileRecord, linkTo: LinkTo): CommandOutput {
  return { ...presentStored(file, linkTo), rendi_store_type: 'OUTPUT', checks: [...(file.checks ?? [])] };
}
