using System.Text.Encodings.Web;
using AIDialogues.Events.Screening;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AIDialogues.Events.Web.Tags;

/// <summary><c>&lt;leaks words="…" findings="…" /&gt;</c>: a sentence with what may point at somebody marked in it.</summary>
[HtmlTargetElement("leaks", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class LeaksTag : TagHelper
{
    public string Words { get; set; } = "";

    public IReadOnlyList<Finding> Findings { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        int at = 0;
        foreach (var finding in Findings.OrderBy(f => f.Start))
        {
            if (finding.Start < at) continue;
            _ = output.Content.AppendHtml(HtmlEncoder.Default.Encode(Words[at..finding.Start])).AppendHtml("<mark class=\"leak\">")
                .AppendHtml(HtmlEncoder.Default.Encode(Words.Substring(finding.Start, finding.Length))).AppendHtml("</mark>");
            at = finding.Start + finding.Length;
        }

        _ = output.Content.AppendHtml(HtmlEncoder.Default.Encode(Words[at..]));
    }
}
