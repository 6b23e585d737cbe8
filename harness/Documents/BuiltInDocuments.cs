using System.Collections.Immutable;

namespace Vera.GcStress.Documents;

/// <summary>The documents that come with the tool: under 400 bytes each, every constructor among them.</summary>
internal static class BuiltInDocuments
{
    public static ImmutableArray<string> Json { get; } =
    [
        "null",
        "[]",
        "[1,2,3,4,5]",
        """{"a":[true,null],"b":{"c":"d"}}""",
        """{"name":"kiln","version":"2.0.1","deps":{"ash":"^1.2","clay":"~0.4"},"private":false}""",
        """{"type":"Point","coordinates":[13.377,52.5163]}""",
        """[{"id":1,"tags":["x","y"]},{"id":2,"tags":[]},{"id":3,"tags":["z"]}]""",
        """[[[[[[[[["deep"]]]]]]]]]""",
        """{"k":1,"k":2,"":"","k":[3]}""",
        """{"q":"\"\\\/\b\f\n\r\t","u":"\u00e9\u2028\ud83e\uddf5","half":"\ud800","nul":"\u0000"}""",
        """[0,-0.0,1e308,5e-324,1e999,9007199254740993,147460,0.1]""",
        """{"a":{"b":{"c":{"d":{"e":{}}}}},"list":[{},[],"",0,false]}""",
        """["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]""",
        """{"p1":1,"p2":2,"p3":3,"p4":4,"p5":5,"p6":6,"p7":7,"p8":8,"p9":9,"p10":10,"p11":11,"p12":12}""",
    ];

    public static ImmutableArray<string> Html { get; } =
    [
        "<p>one</p>",
        """<ul class="c"><li>one</li><li>two</li></ul>""",
        "<p>hi <b>bold <i>both</i></b> and <!-- not --> plain</p>",
        """<form action="/go"><input name="q" value=""><select><option selected>1<option>2</select></form>""",
        "<table><tr><th>k<th>v</tr><tr><td>a<td>1</tr><tr><td>b<td>2</tr></table>",
        "<!doctype html><html lang=en><head><title>T</title></head><body><h1>T</h1><p>x</p></body></html>",
        "text only",
        "<!-- first --><p>one</p><p>two</p>",
        "<div><div><div><div><div><div><span>deep</span></div></div></div></div></div></div>",
        """<a href="?a=1&amp;b=2" title='"q"' data-x data-y="">&lt;&euro;&#x1F9F5;&gt;</a>""",
        "<b>1<p>2</b>3</p><i><table>4</i><td>5",
        """<svg viewBox="0 0 1 1"><path d="M0 0"/></svg><script>if (a < b) { c("</p>"); }</script>""",
        "<br><hr><img src=x alt=\"\"><p></p><div></div>",
    ];

    public static ImmutableArray<string> Markdown { get; } =
    [
        "plain",
        "# Title\n\n- a\n- b\n",
        "one *two* **three** `four` [five](http://six.example) ![seven](eight.png)\n",
        "> quote\n>\n> > deeper\n>\n> - item\n",
        "1. one\n   - nested\n     - more\n2. two\n\n   second paragraph\n",
        "```vera\nlet x = 1;\n```\n\n    indented\n",
        "| a | b |\n|---|---|\n| 1 | *2* |\n| `3` | |\n",
        "---\n\n***\n\n# \n\n######  six\n",
        "***both** nested*, **a *b* c**, _d_\n\\*not\\* &amp; &copy; <b>raw</b>  \nline\n",
        "[ref]: /somewhere \"t\"\n\n[ref], [ref][], [missing], <http://auto.example>\n",
        "- [ ] open\n- [x] done\n\n  - \n\n* other list\n",
        "<div>\nraw *html*\n</div>\n\ntext \u00E9 \U0001F9F5 \uFFFD\n",
        "Title\n=====\n\nSub\n---\n\nline one\nline two\n",
    ];
}
