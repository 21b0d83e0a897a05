using AIDialogues.Events.Data;
using AIDialogues.Events.Data.People;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>How many of those who were there fit what a text hints at, and how that is said.</summary>
internal static class WhoFits
{
    public static async Task<AnonymitySets> AnonymitySetsAsync(this EventsDb db, IReadOnlyList<Id<Dialogue>> days, bool bySentence, CancellationToken ct) =>
        new((await db.PresentAsync(days, ct)).Select(p => Attendee.Of(p.Country, p.Group.ToString(), p.Gender.ToString())), RoomComposition.SmallestGroup, bySentence);

    /// <summary>Of the words around a finding that narrows down who is meant without a name; null for other findings, and where no country, group or gender is known from it.</summary>
    public static AnonymitySet? Of(AnonymitySets sets, string text, Finding finding) =>
        finding.Kind is FindingKind.Role or FindingKind.Attribution or FindingKind.Group && sets.Around(text, finding) is { Hints.Count: > 0 } set ? set : null;

    /// <summary>In bands as everywhere: a number below k would be a count of the very people who are protected.</summary>
    public static string Fits(this T texts, AnonymitySet set) => set.Size < RoomComposition.SmallestGroup
        ? texts["Fewer than five of those who were there fit all that these words say."]
        : texts["Of those who were there, {0} fit all that these words say.", texts.Of(PersonBands.Of(set.Size))];
}
