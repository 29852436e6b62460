namespace MultiLLM.Server.Gateway.Governance;

internal static class ReportStyle
{
    /// <summary>Dark on light, as it is printed; nothing is told by colour alone.</summary>
    public const string Css = """
        :root{color-scheme:light;font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:#1b1f24;background:#fff}
        body{margin:0}main{max-width:76rem;margin:0 auto;padding:2rem 1.5rem 4rem}
        h1{font-size:1.9rem;margin:0}h2{font-size:1.3rem;margin:2.5rem 0 .25rem;border-top:2px solid #1b1f24;padding-top:.75rem}h3{font-size:1rem;margin:1.25rem 0 .4rem}
        p{margin:.25rem 0 .75rem;color:#3d444d;max-width:60rem}.period{font-size:1.05rem}
        .verdicts{list-style:none;padding:0;margin:1.25rem 0 0;display:grid;gap:.5rem;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr))}
        .verdicts li{border:1px solid #8c959f;border-left-width:6px;padding:.6rem .8rem;border-radius:4px}
        .verdicts .good{border-left-color:#1a7f37}.verdicts .open{border-left-color:#9a6700}.verdicts strong{display:inline-block;min-width:3rem}
        .table{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.88rem}
        th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #d0d7de}
        .word{overflow-wrap:anywhere;min-width:11rem}.long{min-width:15rem}.line,tbody th.text{white-space:nowrap}
        thead th{border-bottom:2px solid #57606a;white-space:nowrap}tbody th{font-weight:600}.number{text-align:right;font-variant-numeric:tabular-nums}
        dl{display:grid;grid-template-columns:minmax(9rem,max-content) 1fr;gap:.3rem 1.25rem;margin:.75rem 0;font-size:.9rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
        pre{background:#f6f8fa;border:1px solid #d0d7de;padding:.75rem;border-radius:4px;overflow-x:auto;font-size:.8rem}.none{font-style:italic}.problem{border-left:6px solid #9a6700;padding:.2rem .8rem;color:#1b1f24}
        :focus-visible{outline:3px solid #0969da;outline-offset:2px}
        @media print{@page{margin:12mm;size:landscape}th,td{font-size:.7rem;padding:.2rem .35rem;min-width:0}.line,tbody th.text{white-space:normal}.word,.long{min-width:0}main{padding:0;max-width:none}.table{overflow:visible}h2,h3{break-after:avoid}tr,.verdicts li{break-inside:avoid}thead{display:table-header-group}}
        """;
}
