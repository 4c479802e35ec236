// A file as people read it: on one line of a list, and whole.
import type { File } from '@renderio/sdk';
import { formatMegabytes, formatSeconds, formatTable } from './format.ts';

export const fileHeadings = ['ID', 'KIND', 'CREATED', 'SIZE', 'NAME'];

export function fileRow(file: File): string[] {
  return [
    file.file_id,
    file.rendi_store_type,
    file.created_at.slice(0, 19).replace('T', ' '),
    formatMegabytes(file.size_mbytes),
    file.filename,
  ];
}

export function describeFile(file: File): string {
  const facts: [string, string | number | null][] = [
    ['id', file.file_id],
    ['name', file.filename],
    ['status', file.is_deleted ? 'deleted' : file.status],
    ['size', formatMegabytes(file.size_mbytes)],
    ['format', file.file_format],
    ['codec', file.codec],
    ['picture', file.width === null ? null : `${file.width}x${file.height ?? 0}`],
    ['pixels', file.pixel_format],
    ['frame rate', file.frame_rate],
    ['sample rate', file.sample_rate],
    ['channels', file.channels],
    ['duration', formatSeconds(file.duration)],
    ['error', file.error_status === null ? null : `${file.error_status}: ${file.error_message ?? ''}`],
    ['link', file.storage_url],
  ];
  return formatTable(facts.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, String(value)]])));
}
