namespace Vera.GcStress.Reporting.Explanations;

/// <summary>The looks of the page of an explanation. The drawing and its legend use the same classes.</summary>
internal static class ExplainStyle
{
    public const string Css = """
        :root { --live: #4f7cac; --free: #e3e7ec; --freed: #f0a35e; --lost: #d02a1c; --path: #1c3a60; --reuse: #7d4fa3;
          --hurt: #e08f88; --edge: #fff; }
        @media (prefers-color-scheme: dark) { :root { --live: #4a7fb8; --free: #2b3340; --freed: #c97a35;
          --lost: #ff5a4d; --path: #a9cdf5; --reuse: #b28ad6; --hurt: #b5625b; --edge: #11151c; } }
        .verdict { display: inline-block; border-radius: 4px; padding: 1px 8px; color: var(--page); font-size: 14px;
          font-weight: 600; }
        .fail { background: var(--bad); } .pass { background: var(--good); } .unsure { background: var(--unsure); }
        .cause { border-left: 4px solid; background: var(--card); padding: 10px 14px; margin: 16px 0; }
        .cause.fail { border-color: var(--bad); } .cause.pass { border-color: var(--good); }
        .cause.unsure { border-color: var(--unsure); } .cause { background: var(--card); } .cause b { display: block; }
        pre, .ops { font: 12.5px/1.5 ui-monospace, monospace; background: var(--card); border: 1px solid var(--line);
          border-radius: 6px; padding: 10px 14px; margin: 4px 0; overflow-x: auto; overflow-wrap: normal; }
        .ops { padding-left: 52px; white-space: pre; } .ops li::marker { color: var(--soft); }
        .ops .here { color: var(--bad); font-weight: 600; } .ops span { color: var(--soft); font-weight: 400; }
        .scroll { overflow-x: auto; } .scroll svg { min-width: 680px; }
        .facts span { display: block; padding-left: 13ch; text-indent: -13ch; }
        @media (max-width: 900px) { .facts { white-space: pre-wrap; overflow-wrap: anywhere; } }
        svg .note { fill: var(--lost); font-weight: 600; }
        .live { fill: var(--live); stroke: var(--edge); } .free { fill: var(--free); stroke: var(--line); }
        .freed { fill: var(--freed); stroke: var(--edge); } .holder { fill: var(--path); }
        .reuse { fill: var(--reuse); } .hurt { fill: var(--hurt); } .mark { fill: var(--lost); }
        .lost { fill: var(--lost); stroke: var(--ink); stroke-width: 1.5; }
        .freed.lost { stroke-dasharray: 3 2; }
        .arc { fill: none; stroke: var(--path); stroke-width: 1.8; }
        .unseen { stroke: var(--lost); stroke-dasharray: 5 3; }
        .head { fill: var(--path); } .lostway { fill: var(--lost); }
        .axisline { fill: none; stroke: var(--soft); } .heapline { fill: none; stroke: var(--soft); stroke-width: 1.6; }
        .liveline { fill: none; stroke: var(--live); stroke-width: 2; } .dot { fill: var(--live); }
        .legend span { display: inline-block; margin-right: 18px; }
        .legend svg { display: inline-block; width: 22px; height: 14px; margin-right: 6px; vertical-align: -2px; }
        """;
}
