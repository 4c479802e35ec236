// Share links in the forms that people copy, and what they become.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDirectUrl } from './share-links.ts';

const drive = 'https://drive.usercontent.google.com/download?id=1AbC-d_E&export=download&confirm=t';

const direct: Record<string, string> = {
  'https://drive.google.com/file/d/1AbC-d_E/view?usp=sharing': drive,
  'https://drive.google.com/file/u/1/d/1AbC-d_E/preview': drive,
  'https://drive.google.com/open?id=1AbC-d_E': drive,
  'https://drive.google.com/uc?export=download&id=1AbC-d_E': drive,
  'https://docs.google.com/uc?id=1AbC-d_E': drive,
  'https://drive.google.com/file/d/1AbC-d_E/view?resourcekey=0-x': `${drive}&resourcekey=0-x`,
  'https://www.dropbox.com/s/abc/clip.mp4?dl=0': 'https://www.dropbox.com/s/abc/clip.mp4?dl=1',
  'https://www.dropbox.com/scl/fi/abc/clip.mp4?rlkey=k&raw=1':
    'https://www.dropbox.com/scl/fi/abc/clip.mp4?rlkey=k&dl=1',
  'https://t-my.sharepoint.com/:v:/g/personal/me_t/EaBc?e=1':
    'https://t-my.sharepoint.com/personal/me_t/_layouts/15/download.aspx?share=EaBc',
  'https://t.sharepoint.com/:v:/s/site/EaBc':
    'https://t.sharepoint.com/sites/site/_layouts/15/download.aspx?share=EaBc',
  'https://t.sharepoint.com/:v:/t/team/EaBc':
    'https://t.sharepoint.com/teams/team/_layouts/15/download.aspx?share=EaBc',
  'https://onedrive.live.com/embed?resid=A%211&authkey=k': 'https://onedrive.live.com/download?resid=A%211&authkey=k',
  'https://1drv.ms/v/c/ab12/EaBc?e=x': 'https://1drv.ms/v/c/ab12/EaBc?e=x&download=1',
  'https://1drv.ms/v/s!AbC': 'https://api.onedrive.com/v1.0/shares/u!aHR0cHM6Ly8xZHJ2Lm1zL3YvcyFBYkM/root/content',
  'https://github.com/o/r/blob/main/media/a%20b.mp4': 'https://github.com/o/r/raw/main/media/a%20b.mp4',
};

test('share links become direct ones, and those stay as they are', () => {
  for (const [shared, expected] of Object.entries(direct)) {
    assert.equal(toDirectUrl(shared), expected, shared);
    assert.equal(toDirectUrl(expected), expected, expected);
  }
});

test('anything else stays as it was', () => {
  const others = [
    'https://example.com/a.mp4?dl=0',
    'https://drive.google.com/drive/folders/1AbC',
    'https://www.dropbox.com/scl/fo/abc/x?dl=0',
    'https://t.sharepoint.com/:f:/s/site/EaBc',
    'https://1drv.ms/f/s!AbC',
    'https://github.com/o/r',
    'https://github.com.evil.example/o/r/blob/main/a.mp4',
    'https://notdropbox.com/s/abc/clip.mp4?dl=0',
    'http://github.com/o/r/blob/main/a.mp4',
    'https://u:p@github.com/o/r/blob/main/a.mp4',
    'not a url',
    '',
  ];
  for (const url of others) assert.equal(toDirectUrl(url), url);
});
