using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Publications;

/// <summary>How those who spoke are protected in a text: no more than was done for this one.</summary>
internal static class ProtectionTexts
{
    public static string Protection(this T texts, SummaryDocument document) =>
        document.Rule == Rule.OnTheRecord ? texts["It was said on the record: this text may name who spoke."] : texts.Unnamed(document.AnsweredFor, onTheRecord: false);

    /// <param name="open">Something in the draft may point at somebody, or it holds words that must go.</param>
    public static string Protection(this T texts, Publication publication, IReadOnlyList<SummaryDocument> summaries, bool open) => open
        ? texts["This is a draft: some of its words may point at somebody, and two people have not answered for them."]
        : texts.Unnamed(publication.RiskAcceptedBy is not null || summaries.Any(s => s.AnsweredFor), summaries.Any(s => s.Rule == Rule.OnTheRecord));

    private static string Unnamed(this T texts, bool answeredFor, bool onTheRecord)
    {
        // Where two people let a name stand, the text must not say that it names nobody.
        string unnamed = answeredFor ? texts["What was said is given without names, but for those that stand in this text: two people of the organisation answer for them."]
            : onTheRecord ? texts["What was said is given without names."]
            : texts["What was said is given without names. Neither who spoke nor who took part can be told from this text."];
        return onTheRecord ? $"{unnamed} {texts["What was said on the record may name who spoke."]}" : unnamed;
    }
}
