// What a media file is: the facts of ffprobe's report, in the wire's terms.

export type FileType = 'video' | 'audio' | 'image' | 'subtitle' | 'text' | 'other';

/** Facts of one file; null where they do not apply or are not known. */
export interface MediaInfo {
  readonly fileType: FileType;
  /** One short container name such as `mp4`, `webm`, `mp3`, `png`. */
  readonly fileFormat: string | null;
  readonly mimeType: string | null;
  readonly durationSeconds: number | null;
  /** Codec of the first picture stream, else of the first audio stream, else of the first subtitle stream. */
  readonly codec: string | null;
  readonly pixelFormat: string | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Frames a second. */
  readonly frameRate: number | null;
  /** Kilobits (1,000 bits) a second. */
  readonly bitrateVideoKb: number | null;
  readonly bitrateAudioKb: number | null;
  /** Hertz. */
  readonly sampleRate: number | null;
  readonly channels: number | null;
}
