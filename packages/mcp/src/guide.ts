// What a model should know before its first call; sent when a client connects, and readable as a resource.
export const guide = `renderio runs FFmpeg commands on a server.
- A command is an ordinary FFmpeg command line: no shell, no pipes, no local paths. Every input is a key in_… of input_files and every output a key out_… of output_files, written {{in_x}} and {{out_x}} where FFmpeg expects the file.
- Inputs are public http(s) URLs, or file_ids and storage_urls of this server. Outputs are file names; "frame_%04d.png" makes a series, "index.m3u8" a playlist with its segments.
- Look first: probe_media tells what an input is, list_presets what is ready-made, validate_command whether a command would be taken.
- Run tools wait for the end and answer with links that anyone can open for some days; a file_id can be an input of the next command.
- When a command fails, the answer says why. Correct it; the same command fails again.`;
