using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AIDialogues.Events.Web.Tags;

/// <summary><c>&lt;icon name="mail" /&gt;</c>: an icon of the sprite; the words beside it say what it means.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class IconTag : TagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        output.Attributes.SetAttribute("aria-hidden", "true");
        _ = output.Content.SetHtmlContent($"<use href=\"/icons.svg#{Name}\"/>");
    }
}
