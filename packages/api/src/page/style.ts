/** The one style sheet: dark and light by the reader's setting, from 320 px on. Nothing is inline, so that the policy can forbid it. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f7f7f5;--card:#fff;--ink:#1c2126;--soft:#57606a;--line:#dfe2e6;--field:#8a929b;
--good:#17703f;--bad:#b3261e;--wait:#855300;--busy:#2558a8;--calm:#57606a;
--good-bg:#e7f4ec;--bad-bg:#fceceb;--wait-bg:#fdf3df;--busy-bg:#e9f0fb;--calm-bg:#eef0f2;--act:#1c2126;--act-ink:#fff}
@media (prefers-color-scheme:dark){:root{--bg:#131619;--card:#1b1f24;--ink:#e7e9ec;--soft:#a3abb5;--line:#2d333a;--field:#6b747e;
--good:#6bd39a;--bad:#ff9a91;--wait:#f0bd62;--busy:#93b9fa;--calm:#a3abb5;
--good-bg:#15301f;--bad-bg:#3b1d1b;--wait-bg:#35290f;--busy-bg:#18273f;--calm-bg:#262b31;--act:#e7e9ec;--act-ink:#131619}}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
a{color:inherit;text-underline-offset:2px;text-decoration-color:var(--field)}a:hover{text-decoration-color:currentColor}
:focus-visible{outline:3px solid var(--busy);outline-offset:2px;border-radius:4px}
h1{font-size:1.5rem;line-height:1.25;margin:0;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere;text-wrap:balance}
h2{font-size:1.05rem;margin:0 0 .75rem;font-weight:650}h3{font-size:1rem;margin:0;font-weight:650;overflow-wrap:anywhere}
p{margin:0}
.wrap{max-width:1080px;margin:0 auto;padding:0 1rem}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem;z-index:1}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
header.top{border-bottom:1px solid var(--line);background:var(--card)}
header.top .wrap{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center;padding-top:.6rem;padding-bottom:.6rem}
.brand{font-weight:700;text-decoration:none;letter-spacing:-.01em;font-size:1.05rem}
nav ul{display:flex;flex-wrap:wrap;gap:.1rem .25rem;list-style:none;margin:0;padding:0}
nav a{display:block;padding:.3rem .55rem;border-radius:6px;text-decoration:none;color:var(--soft)}
nav a:hover{background:var(--calm-bg);color:var(--ink)}nav a[aria-current]{color:var(--ink);background:var(--calm-bg);font-weight:600}
main.wrap{padding-top:1.5rem;padding-bottom:3rem}
main.wrap>*+*{margin-top:2rem}main.wrap>#offline[hidden]+*{margin-top:0}main.wrap>h1+p,main.wrap>.row+p{margin-top:.5rem}main.wrap>h1+form{margin-top:1rem}
.lead{display:flex;flex-wrap:wrap;gap:1rem;align-items:center;justify-content:space-between;padding:1.1rem 1.25rem;border-radius:12px;background:var(--calm-bg)}
.lead>div{flex:1 1 20rem;min-width:0}.lead p{color:var(--soft);margin-top:.3rem}
.lead.good{background:var(--good-bg)}.lead.bad{background:var(--bad-bg)}.lead.wait{background:var(--wait-bg)}.lead.busy{background:var(--busy-bg)}
.lead .icon{display:inline-block;margin-right:.5rem}.lead.good .icon{color:var(--good)}.lead.bad .icon{color:var(--bad)}.lead.wait .icon{color:var(--wait)}.lead.busy .icon{color:var(--busy)}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr));gap:.75rem;list-style:none;padding:0;margin:0}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.9rem 1rem;min-width:0}
.card.bad{border-color:var(--bad)}.card.wait{border-color:var(--wait)}
.card>*+*{margin-top:.4rem}
.brief{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.row{display:flex;flex-wrap:wrap;gap:.35rem .75rem;align-items:center;justify-content:space-between}
.soft{color:var(--soft)}.small{font-size:.875rem}
.mark{display:inline-flex;gap:.35rem;align-items:center;white-space:nowrap;font-weight:600;font-size:.875rem}
.mark.good{color:var(--good)}.mark.bad{color:var(--bad)}.mark.wait{color:var(--wait)}.mark.busy{color:var(--busy)}.mark.calm{color:var(--calm)}
.text{overflow-wrap:anywhere}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:left;padding:.55rem .9rem;border-top:1px solid var(--line);vertical-align:top}
thead th{border-top:0;font-size:.8125rem;font-weight:600;color:var(--soft);white-space:nowrap}
td.num{white-space:nowrap;font-variant-numeric:tabular-nums}td.wide{min-width:10rem;overflow-wrap:anywhere}
@media (max-width:640px){table.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.stack,table.stack tbody,table.stack tr,table.stack td{display:block}
table.stack tr{padding:.6rem .9rem;border-top:1px solid var(--line)}table.stack tr:first-child{border-top:0}
table.stack td{border:0;padding:.1rem 0;min-width:0}table.stack td[data-label]::before{content:attr(data-label) " ";color:var(--soft);font-size:.8125rem}
h1{font-size:1.25rem}.lead{padding:1rem}}
.empty{color:var(--soft);background:var(--card);border:1px dashed var(--line);border-radius:10px;padding:.9rem 1rem}
button,.button{font:inherit;font-weight:600;font-size:.9375rem;border-radius:8px;border:1px solid var(--field);background:transparent;color:inherit;padding:.45rem .85rem;cursor:pointer;text-decoration:none;display:inline-block;min-height:2.4rem}
button:hover,.button:hover{background:var(--calm-bg)}
button.primary,.button.primary{background:var(--act);color:var(--act-ink);border-color:var(--act)}button.primary:hover,.button.primary:hover{opacity:.88}
button.danger{color:var(--bad);border-color:var(--bad)}
button.slim{padding:.2rem .6rem;min-height:1.9rem;font-size:.875rem;font-weight:500}
form{margin:0}form.actions{align-items:end}.actions{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
label{display:block;font-weight:600;font-size:.9375rem}.hint{font-weight:400;color:var(--soft);font-size:.875rem}
textarea,select,input[type=text]{font:inherit;font-weight:400;width:100%;max-width:42rem;margin-top:.25rem;padding:.5rem .6rem;border:1px solid var(--field);border-radius:8px;background:var(--card);color:inherit}
.form>*+*{margin-top:.9rem}
.exact,pre{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere;white-space:pre-wrap;margin:0}
.box{background:var(--calm-bg);border-radius:8px;padding:.6rem .75rem}
.say{border-left:4px solid var(--busy);background:var(--busy-bg);border-radius:6px;padding:.7rem .9rem;overflow-wrap:anywhere}
.say.bad{border-color:var(--bad);background:var(--bad-bg)}
.numbers{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.75rem;margin:0}
.numbers div{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.7rem .9rem}
.numbers dt{color:var(--soft);font-size:.8125rem}.numbers dd{margin:0;font-size:1.25rem;font-weight:650;font-variant-numeric:tabular-nums}
ol.time{list-style:none;margin:0;padding:0 0 0 1.1rem;border-left:2px solid var(--line)}
ol.time>li{position:relative;padding:0 0 1.25rem .35rem}ol.time>li:last-child{padding-bottom:0}
ol.time>li::before{content:"";position:absolute;left:calc(-1.1rem - 7px);top:.4rem;width:12px;height:12px;border-radius:50%;background:var(--card);border:3px solid var(--field)}
ol.time>li.good::before{border-color:var(--good)}ol.time>li.bad::before{border-color:var(--bad)}ol.time>li.wait::before{border-color:var(--wait)}ol.time>li.busy::before{border-color:var(--busy)}
ol.time ul,.plain{list-style:none;margin:.3rem 0 0;padding:0}ol.time ul li,.plain li{overflow-wrap:anywhere;margin-top:.2rem}
time{color:var(--soft);font-size:.8125rem;font-variant-numeric:tabular-nums;white-space:nowrap}
details>summary{cursor:pointer;color:var(--soft);font-size:.9375rem;padding:.2rem 0}details[open]>summary{margin-bottom:.35rem}
.faults .card{display:flex;flex-wrap:wrap;gap:.4rem .75rem;align-items:center;justify-content:space-between;padding:.6rem .8rem}.faults .card>*+*{margin:0}
.faults+details{margin-top:.75rem}
.faults{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,29rem),1fr));gap:.5rem;list-style:none;padding:0;margin:0}
.split{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1rem}
footer.wrap{color:var(--soft);font-size:.8125rem;padding-top:1rem;padding-bottom:2rem}
.under{margin-bottom:.75rem}.above,.box.above{margin-top:.75rem}
[hidden]{display:none}
@media print{header.top nav,button,form{display:none}}
`;
