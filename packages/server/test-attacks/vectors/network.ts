// Attacks that have FFmpeg itself speak to others: inputs, outputs and options of every protocol that its build knows.
import { type CommandVector, type Family, pretext, pretextInput } from '../vector.ts';

const loopback = '127.0.0.1:@PORT@';
const tone = '-f lavfi -i sine=d=0.2';

/** Gives up by itself within the limit, for some protocols would go on trying. */
const timing: Partial<CommandVector> = { maxRunSeconds: 4, ends: ['FFMPEG_FAILED', 'TIMEOUT'] };

function from(name: string, url: string, more: Partial<CommandVector> = {}): CommandVector {
  const command = `${pretextInput} -i ${url} -map 1 -c copy -f matroska {{out_a}}`;
  return { name, inputs: pretext, command, refuses: url, ...timing, ...more };
}

function to(name: string, words: string, url: string, more: Partial<CommandVector> = {}): CommandVector {
  return { name, command: `${tone} ${words} ${url} -f wav {{out_a}}`, refuses: url, ...timing, ...more };
}

export const network: Family<CommandVector> = {
  name: 'network',
  vectors: [
    from('fetches from loopback', `http://${loopback}/`, { isRepresentative: true }),
    from('fetches from loopback in capitals', `HTTP://${loopback}/`),
    from('fetches from loopback in hexadecimal', 'http://0x7f000001:@PORT@/'),
    from('fetches from loopback by a number', 'http://2130706433:@PORT@/'),
    from('fetches from loopback by name', 'http://localhost:@PORT@/'),
    from('fetches from loopback by IPv6', 'http://[::1]:@PORT@/'),
    from('fetches from the metadata service', 'http://169.254.169.254/latest/meta-data/'),
    from('fetches by TLS', `https://${loopback}/`),
    from('opens a TCP connection', `tcp://${loopback}`, { isRepresentative: true }),
    from('opens a TLS connection', `tls://${loopback}`),
    from('listens for connections', 'tcp://0.0.0.0:18181?listen=1&listen_timeout=1000'),
    from('waits for datagrams', 'udp://127.0.0.1:@UDP@?timeout=500000'),
    from('opens a Unix socket', 'unix:@SOCKET@', { isRepresentative: true }),
    from('opens an abstract Unix socket', 'unix:@@ABSTRACT@'),
    from('speaks RTMP', `rtmp://${loopback}/live/x`),
    from('speaks RTMP in HTTP', `rtmpt://${loopback}/live/x`),
    from('speaks RTSP', `rtsp://${loopback}/x`),
    from('speaks RTP', 'rtp://127.0.0.1:@UDP@'),
    from('speaks SRT', 'srt://127.0.0.1:@UDP@?connect_timeout=500'),
    from('speaks RIST', 'rist://127.0.0.1:@UDP@'),
    from('speaks SCTP', `sctp://${loopback}`),
    from('speaks FTP', `ftp://${loopback}/x`),
    from('speaks SFTP', `sftp://${loopback}/x`),
    from('speaks Gopher', `gopher://${loopback}/1x`),
    from('speaks MMS', `mmst://${loopback}/x`),
    from('speaks AMQP', `amqp://${loopback}`),
    from('speaks ZeroMQ', `zmq:tcp://${loopback}`),
    from('fetches by an HTTP proxy', 'http://example.com/', {
      command: `${pretextInput} -http_proxy http://${loopback}/ -i http://example.com/ -map 1 -c copy -f matroska {{out_a}}`,
    }),
    from('fetches a playlist by URL', `hls+http://${loopback}/x.m3u8`),
    from('fetches by the cache protocol', `cache:http://${loopback}/`),
    from('fetches by the subfile protocol', `subfile,,start,0,end,0,,:http://${loopback}/`),
    from('fetches by the concat protocol', `"concat:http://${loopback}/a|http://${loopback}/b"`, {
      refuses: `http://${loopback}/a`,
    }),
    from('fetches by the crypto protocol', `crypto+http://${loopback}/`),
    from('fetches by an IPFS gateway', 'ipfs://x', {
      command: `${pretextInput} -gateway http://${loopback}/ -i ipfs://x -map 1 -c copy -f matroska {{out_a}}`,
    }),
    from('looks up a name of its own', 'http://leak.renderio-canary.invalid/'),
    to('sends by HTTP', '-f wav -method PUT', `http://${loopback}/put`, { isRepresentative: true }),
    to('sends by TCP', '-f wav', `tcp://${loopback}`),
    to('sends datagrams', '-f mpegts -c:a mp2', 'udp://127.0.0.1:@UDP@', {
      isRepresentative: true,
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    }),
    to('sends by a Unix socket', '-f wav', 'unix:@SOCKET@'),
    to('sends to an Icecast server', '-c:a libmp3lame -f mp3', `icecast://source:pass@${loopback}/x`, {
      // Named without what opens it.
      refuses: `icecast://***@${loopback}/x`,
    }),
    to('publishes by RTMP', '-c:a aac -f flv', `rtmp://${loopback}/live/x`),
    to('publishes by RTSP', '-c:a aac -f rtsp', `rtsp://${loopback}/x`),
    to('sends by RTP', '-c:a aac -f rtp', 'rtp://127.0.0.1:@UDP@', { ends: ['FFMPEG_FAILED', 'SUCCESS'] }),
    to('sends by FTP', '-f wav', `ftp://${loopback}/x`),
    to('sends by SFTP', '-f wav', `sftp://${loopback}/x`),
    to('reports its progress by HTTP', '-progress', `http://${loopback}/progress`, {
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
      isRepresentative: true,
    }),
    {
      name: 'sends by tee',
      command: `${tone} -map 0 -c:a mp2 -f tee "[f=mpegts]{{out_a}}|[f=mpegts]udp://127.0.0.1:@UDP@"`,
      outputs: { out_a: 'out.ts' },
      refuses: 'udp://127.0.0.1:@UDP@',
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    },
    {
      name: 'sends to a Unix socket by tee',
      command: `${tone} -map 0 -c:a mp2 -f tee "[f=mpegts]{{out_a}}|[f=mpegts]unix:@SOCKET@"`,
      outputs: { out_a: 'out.ts' },
      refuses: 'unix:@SOCKET@',
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    },
    {
      name: 'uploads the segments of HLS',
      command: `${tone} -c:a aac -f hls -method PUT -hls_segment_filename http://${loopback}/%d.ts {{out_a}}`,
      outputs: { out_a: 'out.m3u8' },
      refuses: `http://${loopback}/%d.ts`,
      ends: ['FFMPEG_FAILED', 'OUTPUT_MISSING', 'OUTPUT_INVALID'],
    },
    {
      name: 'fetches by movie',
      command: `-f lavfi -i "movie='http\\://127.0.0.1\\:@PORT@/'" -f rawvideo {{out_a}}`,
      refuses: '127.0.0.1',
    },
    {
      name: 'fetches subtitles',
      command: `-f lavfi -i color=d=0.1 -vf "subtitles='http\\://127.0.0.1\\:@PORT@/x.srt'" -f rawvideo {{out_a}}`,
      refuses: '127.0.0.1',
    },
    {
      name: 'listens for commands to filters',
      command: `-f lavfi -i color=d=0.1 -vf "zmq=bind_address=tcp\\\\://0.0.0.0\\\\:15555" -f rawvideo {{out_a}}`,
      refuses: 'zmq',
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    },
    {
      name: 'listens for commands to filters of audio',
      command: `${tone} -af azmq -f wav {{out_a}}`,
      refuses: 'azmq',
      ends: ['FFMPEG_FAILED', 'SUCCESS'],
    },
    {
      name: 'writes metadata of frames to a server',
      command: `-f lavfi -i color=d=0.1 -vf "signalstats,metadata=print:file='tcp\\://127.0.0.1\\:@PORT@'" -f rawvideo {{out_a}}`,
      refuses: '127.0.0.1',
    },
  ],
};
