// Reads a sound and says how loud each part of it is: one after the other, so that a page of them costs what one does.

/** As low as browsers have to offer: a waveform needs no highs. */
const sampleRate = 8_000;

let line: Promise<unknown> = Promise.resolve();

/** `count` peaks, 0–1, of all channels together. Throws where the browser cannot decode it. */
export async function readPeaks(url: string, count: number, signal: AbortSignal): Promise<readonly number[]> {
  const reading = line.then(async () => {
    signal.throwIfAborted();
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(`The link answered ${answer.status}.`);
    const decoder = new OfflineAudioContext(1, 1, sampleRate);
    return peaksOf(await decoder.decodeAudioData(await answer.arrayBuffer()), count);
  });
  line = reading.catch(() => undefined);
  return await reading;
}

function peaksOf(sound: Pick<AudioBuffer, 'numberOfChannels' | 'length' | 'getChannelData'>, count: number): number[] {
  const peaks = new Array<number>(count).fill(0);
  for (let channel = 0; channel < sound.numberOfChannels; channel += 1) {
    const samples = sound.getChannelData(channel);
    for (const [index, sample] of samples.entries()) {
      const bar = Math.floor((index * count) / sound.length);
      peaks[bar] = Math.max(peaks[bar] ?? 0, Math.abs(sample));
    }
  }
  return peaks.map((peak) => Math.min(1, peak));
}
