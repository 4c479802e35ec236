// How a page of the guides looks, on top of what it shares with the reference.

export const guideStyle = `
.guide main { display: grid; grid-template-columns: minmax(0, 46rem) 14rem; gap: 0 3.5rem; align-items: start; max-width: none; }
.page > h1 { margin-bottom: .8rem; }
.page > h2 { margin: 2.6rem 0 .5rem; padding-top: .2rem; }
.page > h3 { margin: 1.8rem 0 .3rem; }
.page > p, .page > ul, .page > ol, .page > blockquote { margin: .75rem 0; }
.page > ul, .page > ol { padding-left: 1.35rem; }
.page li { margin: .25rem 0; }
.page li > p { margin: .2rem 0; }
.page .sample { margin: 1rem 0; }
.page .sample pre { max-height: none; white-space: pre; overflow-wrap: normal; padding-right: 4.5rem; }
.page .sample .copy { top: .55rem; right: .55rem; opacity: 0; transition: opacity .12s; }
@media (hover: none) { .page .sample .copy { opacity: 1; } }
.page .sample:hover .copy, .page .copy:focus-visible { opacity: 1; }
.page blockquote { border-left: 3px solid var(--line); padding-left: 1rem; color: var(--soft); }
.page img { max-width: 100%; height: auto; border-radius: 9px; border: 1px solid var(--line); }
.page .scroll { margin: 1rem 0; }
.page td code { overflow-wrap: normal; }
.page table:has(img) { table-layout: fixed; width: 100%; }
.page hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
.page a:not(h2 a, h3 a, h4 a) { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; text-decoration-color: color-mix(in srgb, currentColor 40%, transparent); }
.turn { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .75rem; margin-top: 3.5rem; padding-top: 1.2rem; border-top: 1px solid var(--line); }
.page .turn a { display: grid; text-decoration: none; }
.turn a[rel='next'] { text-align: right; }
.turn small { color: var(--soft); }
.toc { font-size: .84rem; display: grid; gap: .1rem; top: 2.2rem; }
.title { font-size: .74rem; font-weight: 700; text-transform: uppercase; letter-spacing: .07em; color: var(--soft); }
nav .title { margin: 1.1rem 0 .25rem; }
.toc .title { margin: 0 0 .4rem; }
.toc a { color: var(--soft); padding: .12rem 0 .12rem .7rem; border-left: 2px solid var(--line); }
.toc a.level-3 { padding-left: 1.5rem; }
.toc a[aria-current] { color: var(--text); border-left-color: var(--accent); }
#results { display: grid; gap: .15rem; }
#results[hidden], #pages[hidden] { display: none; }
#results a { display: grid; padding: .4rem .5rem; margin: 0 -.5rem; border-radius: 6px; color: var(--text); overflow-wrap: anywhere; }
#results a:hover, #results a:focus-visible { background: var(--raised); text-decoration: none; }
#results small, #results span { color: var(--soft); font-size: .78rem; line-height: 1.4; }
nav .brand a { color: inherit; }
@media (max-width: 72rem) { .guide main { grid-template-columns: minmax(0, 1fr); } .toc { display: none; } }
`;
