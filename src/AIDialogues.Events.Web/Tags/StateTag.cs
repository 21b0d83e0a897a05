using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AIDialogues.Events.Web.Tags;

/// <summary><c>&lt;state of="letter.State" /&gt;</c>: a badge with the state's word, colour and icon; never colour alone.</summary>
[HtmlTargetElement("state", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StateTag(T texts) : TagHelper
{
    public required Enum Of { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var (colour, icon) = Look(Of);
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"badge {colour}");
        _ = output.Content.SetHtmlContent($"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"/icons.svg#{icon}\"/></svg>");
        _ = output.Content.Append(texts.Of(Of));
    }

    private static (string Colour, string Icon) Look(Enum state) => state switch
    {
        ImportState.New => ("ok", "plus"),
        ImportState.Update => ("info", "edit"),
        ImportState.Same => ("quiet", "check"),
        ImportState.Skipped => ("quiet", "cross"),
        ImportState.Duplicate => ("warn", "users"),
        ImportState.Error => ("bad", "warning"),
        Fit.Below => ("warn", "warning"),
        Fit.Within => ("ok", "check"),
        Fit.Above => ("bad", "warning"),
        InvitationState.Invited => ("warn", "clock"),
        InvitationState.Accepted => ("ok", "check"),
        InvitationState.Declined => ("quiet", "cross"),
        InvitationState.Undecided => ("warn", "question"),
        InvitationState.Waitlisted => ("info", "clock"),
        InvitationState.Offered => ("info", "mail"),
        InvitationState.Lapsed => ("quiet", "clock"),
        ReminderState.Scheduled => ("info", "clock"),
        ReminderState.Sent => ("ok", "send"),
        ReminderState.Missed => ("warn", "warning"),
        ReminderState.Suppressed => ("quiet", "cross"),
        SubstituteState.Proposed => ("warn", "question"),
        SubstituteState.Approved => ("ok", "check"),
        SubstituteState.Refused => ("quiet", "cross"),
        SubstituteState.Overtaken => ("quiet", "undo"),
        InvitationState.Withdrawn => ("quiet", "undo"),
        LetterState.Queued or LetterState.Retry => ("quiet", "clock"),
        LetterState.InFlight => ("info", "send"),
        LetterState.Sent => ("ok", "send"),
        LetterState.Unknown => ("warn", "question"),
        LetterState.Failed => ("bad", "warning"),
        LetterState.Paused => ("quiet", "clock"),
        LetterState.Bounced => ("bad", "warning"),
        WaveProgress.Draft => ("quiet", "edit"),
        WaveProgress.UnderWay => ("info", "send"),
        WaveProgress.Finished => ("ok", "check"),
        WaveProgress.Paused => ("warn", "clock"),
        WaveProgress.TakenBack => ("quiet", "undo"),
        LetterState.Dropped => ("quiet", "cross"),
        _ => ("quiet", "info"),
    };
}
