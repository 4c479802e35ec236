// Filtergraphs such as FFmpeg's filter documentation teaches, none of which needs a file: the policy may not stand in their way.

/** What a graph is given: one clip, one tone, two of each (`0:v 1:v 2:a 3:a`), or nothing because it makes its own. */
export type ExampleKind = 'video' | 'audio' | 'complex' | 'source';

function lines(text: string): readonly string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim());
}

const audio = String.raw`
  acompressor=threshold=0.1:ratio=4:attack=5:release=50
  acontrast=40
  acrusher=level_in=4:level_out=5:bits=8:mode=log:aa=1
  adeclick
  adelay=100|50|0
  adelay='200|400':all=1
  adrc=transfer='if(gt(p,-25),-50+(p+50)/2,p)':attack=50:release=100
  adynamicequalizer=threshold=10:dfrequency=2000:tfrequency=2000
  aecho=0.8:0.9:40|50|70:0.4|0.3|0.2
  aecho=in_gain=.6:out_gain=.3:delays=1000:decays=0.5
  aemphasis=type=riaa
  aeval=val(ch)/2:c=same
  aeval='-val(0)|val(0)*sin(2*PI*t)'
  aexciter=amount=2
  afade=t=in:ss=0:d=0.1
  afade=t=out:st=0.1:d=0.1:curve=qsin
  afftdn=nr=10:nf=-40
  afftfilt=real='hypot(re,im)*sin(0)':imag='hypot(re,im)*cos(0)':win_size=512:overlap=0.75
  aformat=sample_fmts=u8|s16:channel_layouts=stereo
  agate=threshold=0.05
  alimiter=limit=0.5
  allpass=f=1000
  aloop=loop=2:size=1000
  anequalizer=c0 f=200 w=100 g=-10 t=1
  anlmdn=s=0.0001
  apad=pad_dur=0.1
  aphaser=type=t:speed=2:decay=0.6
  apulsator=hz=2
  aresample=48000:resampler=swr
  aresample=44100:first_pts=0:async=1
  areverse
  aselect=expr='not(mod(n,2))'
  asetnsamples=n=1234:p=0
  asetpts='(RTCTIME-RTCSTART)/(TB*1000000)'
  asetpts=N/SR/TB
  asetrate=44100*1.1,aresample=44100
  asettb=tb=1/48000
  ashowinfo
  astats=metadata=1:reset=1,ametadata=print:key=lavfi.astats.Overall.RMS_level
  asubboost
  atempo=0.8
  atempo=sqrt(3)
  atempo=2,atempo=1.5
  atrim=0.05:0.2
  atrim=end_sample=1000
  bandpass=f=1000:width_type=h:w=200
  bass=g=6:f=110
  biquad=b0=1:a0=1
  channelmap=map=FC-FL|FC-FR
  channelsplit=channel_layout=mono
  chorus=0.5:0.9:50|60|40:0.4|0.32|0.3:0.25|0.4|0.3:2|2.3|1.3
  compand=attacks=0:points=-80/-169|-54/-80|-49.5/-64.6|-41.1/-41.1|-25.8/-15|-10.8/-4.5|0/0|20/8.3
  compand=0|0:1|1:-90/-900|-70/-70|-30/-9|0/-3:6:0:0:0
  crystalizer
  deesser=i=0.2
  dynaudnorm=f=150:g=11
  ebur128=peak=true,aformat=sample_fmts=s16
  equalizer=f=1000:t=h:width=200:g=-10,equalizer=f=100:t=q:w=2:g=-5
  firequalizer=gain='if(lt(f,1000),0,-INF)'
  firequalizer=gain_entry='entry(0,0);entry(400,-4);entry(1000,-6);entry(2000,0)'
  flanger=delay=10
  haas
  highpass=f=200,lowpass=f=3000
  loudnorm=I=-16:TP=-1.5:LRA=11:print_format=json
  mcompand='0.005\,0.1 6 -47/-40\,-34/-34\,-17/-33 100 | 0.003\,0.05 6 -47/-40\,-34/-34\,-17/-33 400'
  pan=stereo|c0=c0|c1=c0
  pan=1c|c0=0.9*c0
  pan=stereo| FL < FC + 0.30*FL | FR < FC + 0.30*FR
  silencedetect=n=-50dB:d=0.1
  silenceremove=start_periods=1:start_duration=0.01:start_threshold=0.02
  stereotools=mlev=0.015625
  tremolo=f=5:d=0.5
  vibrato=f=7
  volume=0.5
  volume=volume=-6.0206dB:enable='between(t,0.05,0.1)'
  volume='if(lt(t,10),1,max(1-(t-10)/5,0))':eval=frame
  volumedetect
`;

const video = String.raw`
  addroi=0:0:iw:ih/2:-1/5
  atadenoise=0a=0.02:0b=0.04:s=5
  avgblur=sizeX=3
  bilateral=sigmaS=0.5
  blackdetect=d=0.1:pix_th=0.00
  boxblur=2:1
  boxblur=luma_radius=min(h\,w)/10:luma_power=1:chroma_radius=min(cw\,ch)/10:chroma_power=1
  bwdif=mode=send_field
  chromakey=green:0.1:0.2
  colorbalance=rs=.3
  colorchannelmixer=.3:.4:.3:0:.3:.4:.3:0:.3:.4:.3
  colorchannelmixer=rr=0.393:rg=0.769:rb=0.189
  colorkey=0x3BBD1E:0.3:0.2
  colorlevels=rimin=0.058:gimin=0.058:bimin=0.058
  colortemperature=temperature=5000
  convolution=-2 -1 0 -1 1 1 0 1 2:-2 -1 0 -1 1 1 0 1 2:-2 -1 0 -1 1 1 0 1 2:-2 -1 0 -1 1 1 0 1 2:5:5:5:1:0:128:128:128
  crop=64:48:10:12
  crop=w=64:h=48:x=12:y=34
  crop=in_w-2*10:in_h-2*10
  crop=(in_w - 2) / 2:in_h / 2
  crop='in_w/2:in_h/2:(in_w-out_w)/2+((in_w-out_w)/2)*sin(t*10):(in_h-out_h)/2 +((in_h-out_h)/2)*sin(t*13)'
  cropdetect=limit=24:round=16,metadata=mode=print
  curves=preset=vintage
  curves=r='0/0.11 .42/.51 1/0.95':g='0/0 0.50/0.48 1/1':b='0/0.22 .49/.44 1/0.8'
  dblur=angle=30
  dctdnoiz=4.5
  deband
  deflate
  delogo=x=10:y=10:w=20:h=15
  deshake
  drawbox=x=10:y=20:w=100:h=30:color=red@0.5
  drawbox=x=-t:y=0.5*(ih-iw/2.4)-t:w=iw+t*2:h=iw/2.4+t*2:t=2:c=white
  drawgrid=width=20:height=20:thickness=1:color=red@0.5
  drawgrid=w=iw/3:h=ih/3:t=2:c=white@0.5
  drawtext=text='Test Text':x=10:y=10:fontsize=12
  drawtext=fontsize=30:text='hello world':x=(w-text_w)/2:y=(h-text_h)/2
  drawtext=font='Sans\:style=Bold':text='one\: two\, three'
  drawtext=font=Sans:text='%{localtime\:%a %b %d %Y}'
  drawtext=text='%{pts\:hms} %{n} %{eif\:w*h\:d}':fontcolor=white@0.8:box=1:boxcolor=black@0.4
  drawtext=timecode='09\:57\:00\:00':r=25:x=(w-tw)/2:y=h-(2*lh):fontcolor=white
  drawtext=text='/etc/passwd is only a text, and http\\\://example.com/ as well'
  drawtext=text=fades:alpha='if(lt(t,0.1),0,if(lt(t,0.2),(t-0.1)/0.1,1))'
  drawtext=text=blinks:enable=lt(mod(t\,0.2)\,0.1)
  edgedetect=low=0.1:high=0.4
  eq=brightness=0.06:saturation=2
  eq=gamma='1+t':eval=frame
  extractplanes=y
  fade=in:0:2
  fade=t=out:st=0.1:d=0.1:color=white
  fade=in:2:1,fade=out:st=0.2:d=0.1:alpha=1
  fieldorder=tff
  fillborders=left=5:right=5:mode=mirror
  format=pix_fmts=yuv420p|yuv444p
  fps=fps=25
  fps=film:round=near
  framestep=2
  gblur=sigma=2
  geq=p(W-X\,Y)
  geq='if(gt(X,W/2),128,lum(X,Y))':128:128
  geq=r='r(X,Y)':g='(r(X,Y)+g(X,Y))/2':b='st(0,b(X,Y));ld(0)/2'
  gradfun=3.5:8
  gradfun=radius=8
  histeq=strength=0.2
  histogram
  hqdn3d=4:3:6:4.5
  hue=h=90:s=1
  hue=H=PI/2:s=1
  hue=H=2*PI*t: s=sin(2*PI*t)+1
  hue=s=min(t/0.3\,1)
  idet
  il=l=i:c=i
  kerndeint=map=1
  lagfun
  lenscorrection=cx=0.5:cy=0.5:k1=-0.227:k2=-0.022
  limiter=min=16:max=235
  loop=loop=3:size=2:start=0
  lutyuv=y=negval:u=negval:v=negval
  lutrgb=r=maxval+minval-val:g=maxval+minval-val:b=maxval+minval-val
  lutyuv=y='bitand(val, 128+64+32)'
  lutyuv=y=gammaval(0.5)
  metadata=mode=add:key=title:value='http\://example.com/a'
  minterpolate=fps=20:mi_mode=blend
  mpdecimate
  negate
  noise=alls=20:allf=t+u
  normalize=blackpt=black:whitept=white:smoothing=0
  null
  pad=256:192:10:10:violet
  pad=width=iw+20:height=ih+20:x=-1:y=-1:color=0x336699@0.7
  pad=ih*16/9:ih:(ow-iw)/2:(oh-ih)/2
  perspective=x0=10:y0=10
  phase=mode=b
  pixelize=8
  pp=hb/vb/dr/al
  pp=de/-al
  pseudocolor=preset=turbo
  pullup
  readeia608
  removegrain=m0=3
  reverse
  rgbashift=rh=4
  rotate=PI/6
  rotate='if(between(t,0.1,0.2),PI/6,0)':ow='hypot(iw,ih)':oh=ow:c=none
  scale=320:240
  scale=w=iw/2:h=-2:flags=lanczos+accurate_rnd
  scale='min(500, iw*3/2)':'trunc(ow/a/2)*2'
  scale=size=hd480:force_original_aspect_ratio=decrease
  scale=w='max(200,iw/2)':h=-1,setsar=1
  select='eq(pict_type,I)'
  select=gte(scene\,0)*lt(n\,2)
  select='not(mod(n\,2))',setpts=N/FRAME_RATE/TB
  selectivecolor=greens=.5 0 -.33 0:blues=0 .27
  sendcmd=c='0.1 hue s 0; 0.2 hue s 1',hue
  sendcmd=commands='0.0-0.1 [enter] drawtext reinit fontsize=10\:text=a/b, [leave] hue b 1',drawtext=text=x:fontsize=8,hue
  setdar=dar=16/9,setsar=sar=10/11
  setpts=2.0*PTS
  setpts=PTS /2
  setpts='PTS-STARTPTS + gte(N,2) * 1/TB'
  settb=expr=1/10
  settb=AVTB
  showinfo
  shuffleframes=0 1
  smartblur=1.5
  split=3[a][b][c];[a]nullsink;[b]nullsink;[c]null
  stereo3d=sbsl:aybd
  swaprect=w=10:h=10:x1=0:y1=0:x2=20:y2=20
  tblend=all_mode=average
  thumbnail=2
  tile=2x2:nb_frames=3:padding=7:margin=2
  tinterlace=mode=merge
  tmix=frames=3:weights='1 1 1'
  transpose=dir=1:passthrough=portrait
  trim=0.05:0.2
  trim=start_frame=1:end_frame=3
  unsharp=luma_msize_x=7:luma_msize_y=7:luma_amount=2.5
  unsharp=7:7:-2:7:7:-2
  v360=e:c3x2:cubic:out_pad=0.01
  vectorscope=color3
  vignette=PI/4
  vignette='PI/4+random(1)*PI/50':eval=frame
  waveform=mode=column
  yadif=0:-1:0
  zoompan=z='min(zoom+0.0015,1.5)':d=4:x='iw/2-(iw/zoom/2)':y='ih/2-(ih/zoom/2)':s=64x48
  zscale=w=96:h=72
`;

const complex = String.raw`
  [0:v][1:v]overlay=x=main_w-overlay_w-10:y=main_h-overlay_h-10
  [0:v][1:v]overlay='if(gte(t,0.1), -w+(t-0.1)*20, NAN)':0:eof_action=endall
  [0:v][1:v]blend=all_expr='A*(if(gte(T,10),1,T/10))+B*(1-(if(gte(T,10),1,T/10)))'
  [0:v][1:v]blend=all_mode=screen:shortest=1
  [0:v]scale=64:48,pad=128:48[l];[1:v]scale=64:48[r];[l][r]overlay=64
  [0:v][1:v]hstack=inputs=2
  [0:v][1:v]vstack , scale = iw/2 : -2
  [0:v][1:v][0:v][1:v]xstack=inputs=4:layout=0_0|0_h0|w0_0|w0_h0
  [0:v][1:v]xfade=transition=fade:duration=0.1:offset=0.1
  [0:v][1:v]xfade=transition=custom:duration=0.1:offset=0:expr='if(gt(X,W*P),A,B)'
  [0:v][1:v]psnr=stats_file=-
  [0:v][1:v]ssim=stats_file=-
  [0:v][1:v]concat=n=2:v=1:a=0
  [0:v][2:a][1:v][3:a]concat=n=2:v=1:a=1
  [0:v]palettegen[p];[1:v][p]paletteuse=dither=bayer
  [0:v]format=gray,lut=y=val[m];[1:v][m]alphamerge
  [0:v]split[main][tmp];[tmp]crop=iw:ih/2:0:0,vflip[flip];[main][flip]overlay=0:H/2
  [0:v]extractplanes=y+u+v[y][u][v];[y]nullsink;[u]nullsink;[v]null
  [0:v]select=n=2:e='mod(n,2)+1'[odd][even];[odd]pad=h=2*ih[tmp];[tmp][even]overlay=y=h
  [0:v][1:v]streamselect=inputs=2:map=1
  [2:a][3:a]amix=inputs=2:duration=first:dropout_transition=3:weights='1 0.5'
  [2:a][3:a]amerge,pan=stereo|c0=c0|c1=c1
  [2:a][3:a]acrossfade=d=0.1:c1=exp:c2=exp
  [2:a][3:a]join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR
  [2:a][3:a]sidechaincompress=threshold=0.05
  [2:a]asplit=2[x][y];[x]highpass=f=500[h];[y]lowpass=f=500[l];[h][l]amix
  [2:a]acrossover=split=500:order=8th[LOW][HIGH];[LOW]anullsink;[HIGH]anull
  [2:a]showwaves=s=128x64:mode=line:colors=red|blue
  [2:a]showspectrum=s=128x64:mode=separate:color=intensity:slide=1:scale=cbrt
  [2:a]showfreqs=s=128x64
  [2:a]showvolume=b=4:w=144:h=20
  [2:a]avectorscope=zoom=1.3:rc=2:gc=200:bc=10:rf=1:gf=8:bf=7
  [2:a]showcqt=s=256x128:fps=10:axis=0:bar_h=100:sono_h=28
  [2:a]adrawgraph=m1=a:fg1=0xff00ff00:max=1
  [2:a]ahistogram=s=128x64
  sws_flags=bicubic+accurate_rnd;[0:v]scale=32:-2
  [0:v] scale@small = 32:24 [s] ; [s] null@end
`;

const source = String.raw`
  allrgb=r=1
  color=c=red@0.2:s=qcif:r=10
  color=color=0x00ff00:size=64x64
  testsrc=duration=0.2:size=qcif:rate=10
  testsrc2=s=64x64,drawtext=text='%{n}'
  smptehdbars=s=128x72
  mandelbrot=s=64x64:maxiter=50
  life=s=64x64:mold=10:r=10:ratio=0.5:death_color=#C83232:life_color=#00ff00
  cellauto=ratio=2/3:s=64x64
  cellauto=p='@@ @ @@':s=64x64:full=0:rule=18
  gradients=s=64x64:c0=red:c1=blue:nb_colors=2
  haldclutsrc=4
  mptestsrc=t=dc_luma
  nullsrc=s=64x64,geq=random(1)*255:128:128
  rgbtestsrc=s=64x64
  sierpinski=s=64x64:type=triangle
  zoneplate=s=64x64:ku=1
  aevalsrc=0
  aevalsrc=sin(440*2*PI*t):s=8000
  aevalsrc=exprs='0.1*sin(2*PI*(360-2.5/2)*t)|0.1*sin(2*PI*(360+2.5/2)*t)'
  aevalsrc='sin(10*2*PI*t)*sin(880*2*PI*t):c=FC'
  anoisesrc=d=0.2:c=pink:r=44100:a=0.5
  anullsrc=r=48000:cl=mono
  sine=220:4:d=0.2
  sine=frequency=220:beep_factor=4:duration=0.2
  sine=f=1000:samples_per_frame='st(0,mod(n,5)); 1602-not(not(eq(ld(0),1)+eq(ld(0),3)))'
  hilbert=taps=101
  sinc=hp=1000
  afireqsrc=preset=acoustic
  flite=text='So fare thee well, poor devil of a Sub-Sub'
  testsrc=s=64x64[out0];sine[out1]
`;

export const filterExamples: readonly (readonly [ExampleKind, string])[] = [
  ...lines(audio).map((graph) => ['audio', graph] as const),
  ...lines(video).map((graph) => ['video', graph] as const),
  ...lines(complex).map((graph) => ['complex', graph] as const),
  ...lines(source).map((graph) => ['source', graph] as const),
];
