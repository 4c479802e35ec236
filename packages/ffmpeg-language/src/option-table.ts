// FFmpeg's own options: which take a value, and what they belong to. Everything not listed is an AVOption and takes one.
//
// Read from the tables of fftools/ffmpeg_opt.c and fftools/opt_common.h in 5.1.9, 7.1.5 and 9.0.2, all together.

/** What an option applies to: the whole run, the next input, the next output, or either of the two. */
export type OptionScope = 'global' | 'input' | 'output' | 'file';

/**
 * `flag` takes no value and may be written `-noflag`; `mark` takes none and has no such form; `value` takes the next
 * word, whatever that is; `report` prints something and ends FFmpeg, and swallows the next word if there is one.
 */
export type OptionKind = 'flag' | 'mark' | 'value' | 'report';

export interface OptionRow {
  readonly kind: OptionKind;
  readonly scope: OptionScope;
}

const rows: readonly [OptionKind, OptionScope, string][] = [
  [
    'flag',
    'global',
    `auto_conversion_filters benchmark benchmark_all copy_unknown copyts debug_ts deinterlace dump hex hide_banner
     ignore_unknown intra n print_graphs psnr recast_media start_at_zero stats stdin xerror y`,
  ],
  ['flag', 'input', 'accurate_seek autorotate display_hflip display_vflip find_stream_info fix_sub_duration re'],
  ['flag', 'output', 'autoscale copyinkf fix_sub_duration_heartbeat force_fps shortest'],
  ['flag', 'file', 'an bitexact dn sn vn'],
  ['mark', 'global', 'qphist report vstats'],
  [
    'report',
    'global',
    `? -help L bsfs buildconf codecs colors decoders demuxers devices dispositions encoders filters formats h help hwaccels
     layouts license muxers pix_fmts protocols sample_fmts sinks sources version`,
  ],
  [
    'value',
    'global',
    `abort_on adrift_threshold async copytb cpucount cpuflags dts_delta_threshold dts_error_threshold
     filter_buffered_frames filter_complex filter_complex_script filter_complex_threads filter_hw_device filter_threads
     frame_drop_threshold init_hw_device lavfi loglevel max_alloc max_error_rate print_graphs_file print_graphs_format
     progress qsv_device sdp_file stats_period timelimit v vaapi_device vol vstats_file vstats_version vsync`,
  ],
  [
    'value',
    'input',
    `apply_cropping canvas_size content_light discard display_rotation drop_changed dump_attachment guess_layout_max hwaccel
     hwaccel_device hwaccel_output_format isync itsoffset itsscale mastering_display readrate readrate_catchup
     readrate_initial_burst reinit_filter seek_timestamp sseof stream_loop`,
  ],
  [
    'value',
    'output',
    `ab absf af aframes apad apre aq aspect atag attach b bits_per_raw_sample chroma_intra_matrix copypriorss dframes
     disposition enc_time_base filter filter_script force_key_frames fpre fps_mode fpsmax frames fs inter_matrix
     intra_matrix map map_channel map_chapters map_metadata max_muxing_queue_size metadata muxdelay
     muxing_queue_data_threshold muxpreload pass passlogfile pre profile program q qscale rc_override
     shortest_buf_duration spre stag stats_enc_post stats_enc_post_fmt stats_enc_pre stats_enc_pre_fmt stats_mux_pre
     stats_mux_pre_fmt stream_group streamid target time_base timecode timestamp vbsf vf vframes vpre`,
  ],
  [
    'value',
    'file',
    `ac acodec ar bsf c ch_layout channel_layout codec dcodec f pix_fmt r s sample_fmt scodec ss t tag thread_queue_size to
     top vcodec vtag`,
  ],
];

const table: ReadonlyMap<string, OptionRow> = new Map(
  rows.flatMap(([kind, scope, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, { kind, scope }] as const),
  ),
);

const avOption: OptionRow = { kind: 'value', scope: 'file' };

/** The row of an option by its bare name (no `-`, no specifier); an unknown name is an AVOption: one value, per file. */
export function optionRow(name: string): OptionRow {
  return table.get(name) ?? avOption;
}

/** Every name of the table; for tests and completion. */
export function optionNames(): string[] {
  return [...table.keys()];
}
