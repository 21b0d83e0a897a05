using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Boards;
using Finding = AIDialogues.Events.Screening.Finding;
using Publication = AIDialogues.Events.Domain.Publication;

namespace AIDialogues.Events.Web.Publications;

/// <summary>
/// What the rules for a document find in a publication besides, as in the review of a summary: contact data, numbers, places and dates single
/// somebody out only with what a reader knows, so they are shown to be read, and nothing waits for them.
/// </summary>
internal static class FurtherToRead
{
    // Names of those who were invited are looked for by the screening that two people answer for.
    private static readonly Screener NoDirectory = new(ParticipantDirectory.Of([]));

    /// <param name="blocking">The stretches that are shown already.</param>
    public static async Task<IReadOnlyList<(string Words, Finding Finding, Language Where)>> FurtherAsync(this EventsDb db, Publication publication, IReadOnlyCollection<string> blocking, CancellationToken ct)
    {
        var texts = Enum.GetValues<Language>().SelectMany(language => OwnTexts(publication, language).Select(text => (Text: text, Language: language))).ToList();
        texts.AddRange((await db.TextsOfFilesAsync(publication, ct)).Where(t => !t.AreLabels).Select(t => (t.Words, t.Language)));
        return [.. from text in texts
                   from finding in NoDirectory.ScreenDocument(text.Text, text.Language.ToScreen())
                   let words = text.Text.Substring(finding.Start, finding.Length)
                   where !blocking.Any(b => b.Contains(words, StringComparison.Ordinal) || words.Contains(b, StringComparison.Ordinal))
                   group (words, finding, text.Language) by (words, text.Language) into same
                   select same.First()];
    }

    private static string[] OwnTexts(Publication publication, Language language) =>
        [publication.Title.In(language), publication.Abstract.In(language), PublicationScreening.AsRead(publication.Body.In(language))];
}
