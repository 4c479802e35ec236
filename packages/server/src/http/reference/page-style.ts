// How the reference page looks: one column on a phone, three on a desk, light or dark.

export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#fdfdfc, #101113);
  --raised: light-dark(#f4f4f1, #191b1e);
  --line: light-dark(#e3e2dc, #2b2e33);
  --text: light-dark(#1c1d1f, #e7e6e2);
  --soft: light-dark(#5d5f63, #9a9ca1);
  --accent: light-dark(#0b62c4, #6db3ff);
  --string: light-dark(#0f6b4f, #8fd6b4);
  --get: light-dark(#0b62c4, #6db3ff);
  --post: light-dark(#0f7048, #6fd3a0);
  --put: light-dark(#8a5300, #f0b35a);
  --delete: light-dark(#b3261e, #ff8f85);
  --mono: ui-monospace, 'SF Mono', SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
:root[data-theme='light'] { color-scheme: light; }
:root[data-theme='dark'] { color-scheme: dark; }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 15px/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif;
  display: grid; grid-template-columns: 17rem minmax(0, 1fr);
}
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
code, pre { font-family: var(--mono); font-size: .86em; }
code { background: var(--raised); padding: .1em .3em; border-radius: 4px; overflow-wrap: anywhere; }
pre { margin: 0; padding: .9rem 1rem; overflow-x: auto; line-height: 1.55; tab-size: 2; }
pre b { font-weight: 400; color: var(--string); }
p { margin: .5rem 0; max-width: 46rem; }
h1 { font-size: 1.7rem; line-height: 1.2; letter-spacing: -.02em; margin: 0 0 1rem; }
h2 { font-size: 1.35rem; letter-spacing: -.015em; margin: 0 0 .4rem; }
h3 { font-size: 1.05rem; margin: 0; letter-spacing: -.005em; }
h4 { font-size: .74rem; text-transform: uppercase; letter-spacing: .07em; color: var(--soft); margin: 1.4rem 0 .3rem; }

header { display: none; }
#menu { position: absolute; opacity: 0; pointer-events: none; }
nav {
  position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.25rem 1rem 3rem;
  border-right: 1px solid var(--line); font-size: .87rem; scrollbar-width: thin;
}
nav .brand { display: flex; justify-content: space-between; align-items: center; margin-bottom: .8rem; }
nav .brand strong, header strong { font-size: 1.05rem; letter-spacing: -.02em; }
button, .tabs label { font: inherit; color: inherit; }
button { background: none; border: 1px solid var(--line); border-radius: 6px; padding: .15rem .55rem; cursor: pointer; font-size: .8rem; color: var(--soft); }
button:hover { color: var(--text); border-color: var(--soft); }
#search {
  width: 100%; font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line);
  border-radius: 7px; padding: .38rem .65rem; margin-bottom: .6rem;
}
nav h4 { margin: 1.1rem 0 .25rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: flex; gap: .5rem; align-items: baseline; padding: .17rem .45rem; margin: 0 -.45rem; border-radius: 6px; color: var(--text); }
nav li a:hover { background: var(--raised); text-decoration: none; }
nav li a[aria-current] { background: var(--raised); box-shadow: inset 2px 0 var(--accent); }
nav li span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.verb { font: 600 .68rem/1.4 var(--mono); letter-spacing: .02em; color: var(--get); flex: 0 0 2.5rem; }
.verb.POST { color: var(--post); } .verb.PUT, .verb.PATCH { color: var(--put); } .verb.DELETE { color: var(--delete); }

main { padding: 2.2rem clamp(1.1rem, 3vw, 3rem) 6rem; min-width: 0; max-width: 86rem; }
main > section { margin-top: 3.5rem; }
main > section > p { color: var(--soft); }
article { border-top: 1px solid var(--line); padding: 1.7rem 0 2rem; display: grid; gap: 0 2.5rem; grid-template-columns: minmax(0, 1fr) minmax(0, 27rem); align-items: start; }
article.wide { grid-template-columns: minmax(0, 1fr); }
article header, article > div > header { display: block; }
.route { display: flex; gap: .55rem; align-items: baseline; margin: .35rem 0 .5rem; font-family: var(--mono); font-size: .84rem; overflow-wrap: anywhere; }
.route .verb { flex: none; font-size: .78rem; }
.route i { font-style: normal; color: var(--soft); }
aside { position: sticky; top: 1rem; min-width: 0; }
h3 a, h2 a { color: inherit; }

dl { margin: 0; border-top: 1px solid var(--line); }
dl > div { padding: .45rem 0; border-bottom: 1px solid var(--line); }
dt { display: flex; flex-wrap: wrap; gap: .1rem .6rem; align-items: baseline; }
dt code { background: none; padding: 0; font-weight: 600; }
dt .type { color: var(--soft); font-family: var(--mono); font-size: .78rem; overflow-wrap: anywhere; }
.type a { text-decoration: underline; }
dt .optional { color: var(--put); font-size: .74rem; }
dd { margin: .05rem 0 0; font-size: .92rem; color: var(--soft); }
dd p { margin: 0; }
dd .bounds { font-size: .82rem; }
details { margin: .3rem 0 0; }
summary { cursor: pointer; color: var(--soft); font-size: .84rem; width: fit-content; }
details > dl { margin: .35rem 0 0 .2rem; padding-left: .9rem; border-left: 2px solid var(--line); border-top: 0; }
.codes { display: flex; flex-wrap: wrap; gap: .35rem .4rem; font-size: .84rem; margin-top: .3rem; }
.codes a { font-family: var(--mono); font-size: .76rem; border: 1px solid var(--line); border-radius: 5px; padding: .05rem .4rem; color: var(--soft); }
.codes a:hover { color: var(--text); text-decoration: none; border-color: var(--soft); }

.sample { position: relative; background: var(--raised); border: 1px solid var(--line); border-radius: 9px; overflow: hidden; margin-bottom: .9rem; }
.sample > .tabs { display: flex; gap: .15rem; padding: .35rem .45rem; border-bottom: 1px solid var(--line); font-size: .8rem; color: var(--soft); }
.sample > .tabs > * { border: 0; padding: .12rem .5rem; }
.sample pre { max-height: 27rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.sample .copy { position: absolute; right: .45rem; top: .38rem; border: 0; background: var(--raised); }
:root[data-language='curl'] .tabs [data-language='curl'], :root[data-language='typescript'] .tabs [data-language='typescript'] { color: var(--text); background: var(--ground); border-radius: 5px; }
:root[data-language='curl'] .sample.typescript, :root[data-language='typescript'] .sample.curl { display: none; }

table { border-collapse: collapse; width: 100%; font-size: .9rem; }
.scroll { overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .45rem 1rem .45rem 0; border-bottom: 1px solid var(--line); }
th { font-size: .74rem; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); font-weight: 600; }
td:first-child code { white-space: nowrap; }
td:last-child { min-width: 15rem; }

@media (max-width: 72rem) { article { grid-template-columns: minmax(0, 1fr); } aside { position: static; margin-top: 1.3rem; } }
@media (max-width: 48rem) {
  body { display: block; }
  body > header { display: flex; position: sticky; top: 0; z-index: 2; justify-content: space-between; align-items: center; padding: .7rem 1.1rem; background: var(--ground); border-bottom: 1px solid var(--line); }
  body > header label { border: 1px solid var(--line); border-radius: 6px; padding: .15rem .6rem; font-size: .85rem; }
  html { scroll-padding-top: 4rem; }
  nav { display: none; position: fixed; inset: 3.1rem 0 0; height: auto; z-index: 2; background: var(--ground); border: 0; }
  #menu:checked ~ nav { display: block; }
  #menu:focus-visible ~ header label { outline: 2px solid var(--accent); outline-offset: 2px; }
  nav .brand strong { display: none; }
  nav .brand { justify-content: flex-end; }
  main { padding-top: 1.5rem; }
}
@media print { nav, header, .copy { display: none !important; } body { display: block; } }
`;
