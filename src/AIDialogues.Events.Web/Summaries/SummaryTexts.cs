using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>Words of the review.</summary>
internal static class SummaryTexts
{
    public static string Why(this T texts, SummaryCheck check) => check.Reason switch
    {
        CheckReason.Contested => texts["A participant objected to these words and the objection was sustained; they cannot stay."],
        CheckReason.Quotation => texts["is quoted; those who were there may recognise a telling turn of phrase."],
        _ => texts.Of(check.Kind!.Value),
    };

    /// <summary>Who could be unmasked, in a band and never by name; no number says how few it are.</summary>
    public static string Unmasked(this T texts, SummaryCheck check) => check.Unmasked is { } count
        ? count < RoomComposition.SmallestGroup ? texts["Could unmask one of fewer than five people who were invited."]
            : texts["Could unmask one of those who were invited: {0}.", texts.Of(PersonBands.Of(count))]
        : check.Fits is { } set ? texts.Fits(set) : texts["Whom it could unmask depends on who was there."];

    /// <summary>Why, and where it narrows down who is meant how many that leaves: for programs, in one text.</summary>
    public static string Detail(this T texts, FindingKind kind, AnonymitySet? fits) => fits is null ? texts.Of(kind) : $"{texts.Of(kind)} {texts.Fits(fits)}";

    /// <summary>Questions that stand one a line, in one line.</summary>
    public static string Line(this T texts, BilingualText questions) => texts.In(questions).ReplaceLineEndings(" ").Trim();

    public static string Title(this T texts, SummaryInReview review) => texts.In(review.Scope.Title);

    /// <summary>The address of what a summary is about, for asking, stopping and looking how far it is.</summary>
    public static string ScopeAddress(this Summary summary) => Address(summary.SessionId, summary.DialogueId, summary.SeriesId);

    /// <inheritdoc cref="ScopeAddress"/>
    public static string Address(this SummaryScope scope) => Address(scope.Session, scope.Dialogue, scope.Series);

    /// <summary>Where a fresh draft is asked for.</summary>
    public static string AssembleAddress(this Summary summary)
    {
        var (kind, id) = summary.SessionId is { } session ? ("session", session.Value) : summary.DialogueId is { } dialogue ? ("dialogue", dialogue.Value) : ("series", summary.SeriesId!.Value.Value);
        return $"/report/summary-of/{kind}/{id}?handler=Assemble";
    }

    private static string Address(Id<Session>? session, Id<Dialogue>? dialogue, Id<Series>? series) =>
        session is not null ? $"/report/sessions/{session}"
        : dialogue is not null ? $"/report/summary-of/dialogue/{dialogue}"
        : $"/report/summary-of/series/{series}";
}
