// What FFmpeg's options may reach: the tables behind the judgement of everything that is no filter.
//
// Read from fftools/ffmpeg_opt.c, `ffmpeg -h full` and the sources of muxers, encoders and protocols, 5.1 to 9.0. An
// option that stands in no table is judged by its value (`judgeValue`), so that a table can be incomplete only in
// what it allows: the texts.
import type { FileUse } from './judge-name.ts';
import type { Verdict } from './verdict.ts';

function names(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}

/** Options whose value is a file. */
export const fileOptions: ReadonlyMap<string, FileUse> = new Map<string, FileUse>([
  ...names('attach sub_name hls_key_info_file ca_file cafile cert_file key_file private_key').map(
    (name) => [name, 'read'] as const,
  ),
  ...names(
    `dump_attachment hls_enc_key_url hls_fmp4_init_filename hls_master_name hls_segment_filename hls_subtitle_path header
     init_seg_name master_pl_name media_seg_name passlogfile print_graphs_file progress sdp_file segment_header_filename
     segment_list single_file_name stats_enc_post stats_enc_pre stats_mux_pre vstats_file`,
  ).map((name) => [name, 'write'] as const),
]);

/** Options whose value is a filtergraph. */
export const graphOptions: ReadonlySet<string> = new Set(names('af filter filter_complex graph lavfi vf'));

/** Options whose value is a format. */
export const formatOptions: ReadonlySet<string> = new Set(names('f fifo_format segment_format'));

/** Options whose value is a list of further options, `name=value:name=value`. */
export const nestedOptions: ReadonlySet<string> = new Set(
  names(
    `fifo_options format_options format_opts hls_segment_options hls_vtt_options http_opts mpegts_muxer_options protocol_opts
     rtp_muxer_options seg_format_options segment_format_options`,
  ),
);

/** Options whose value is text that nothing opens: it may well hold an address or begin with a slash. */
export const textOptions: ReadonlySet<string> = new Set(
  names(
    `absf boundary_tag bsf c codec codec_whitelist content_type cookies disposition dump_separator force_key_frames format_whitelist
     headers hls_base_url ice_description ice_genre ice_name ice_url map map_chapters map_metadata metadata program
     protocol_blacklist protocol_whitelist rc_eq referer segment_list_entry_prefix stats_enc_post_fmt stats_enc_pre_fmt
     stats_mux_pre_fmt stream_group tag timecode timestamp user_agent utc_timing_url vbsf`,
  ),
);

const presets: Verdict = {
  type: 'forbidden_option',
  reason: 'takes options from a file of the machine that runs FFmpeg',
  advice: 'Write the options themselves into the command.',
};
const graphFiles: Verdict = {
  type: 'forbidden_option',
  reason: 'takes a filtergraph from a file, which cannot be judged before it runs',
  advice: 'Write the filtergraph itself into the command.',
};
const hardware: Verdict = {
  type: 'forbidden_device',
  reason: 'opens a device, and commands have none',
  advice: 'Leave it out, and use encoders and filters that run on the processor.',
};

/** Options that are refused whatever they say. */
export const forbiddenOptions: ReadonlyMap<string, Verdict> = new Map([
  ...names('apre fpre pre spre vpre').map((name) => [name, presets] as const),
  ...names('filter_complex_script filter_script graph_file').map((name) => [name, graphFiles] as const),
  ...names('filter_hw_device hwaccel_device init_hw_device qsv_device sinks sources vaapi_device').map(
    (name) => [name, hardware] as const,
  ),
]);

/** A muxer within a muxer would read the output's name as a list of outputs. */
export const hiddenTee: Verdict = {
  type: 'forbidden_option',
  reason: 'hides outputs within the name of another',
  advice: 'Use -f tee as the format of the output itself.',
};

/** `-/name file`. */
export const optionFromFile: Verdict = {
  type: 'forbidden_option',
  reason: 'takes its value from a file, which cannot be judged before it runs',
  advice: 'Write the value itself into the command, without the slash in the name of the option.',
};
