using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Publication = AIDialogues.Events.Domain.Publication;

namespace AIDialogues.Events.Web.Publications;

/// <summary>A note or report in which words stand that an objection took out.</summary>
public sealed record Holder(Id<Publication> Id, BilingualText Title, bool IsPublished);

/// <summary>An objection is to words, wherever they stand: in notes and reports of the series too. Nobody answers for these; they go.</summary>
internal static class BarredWords
{
    private const int Most = 200;

    /// <summary>The barred words that stand in its texts and files.</summary>
    public static async Task<IReadOnlyList<string>> BarredInAsync(this EventsDb db, Publication publication, CancellationToken ct)
    {
        var barred = await db.ContestedInAsync(publication.SeriesId, ct);
        return barred.Count == 0 ? [] : In((await db.TextsInAsync(publication, ct)).Select(t => t.Words), barred);
    }

    /// <summary>Publications of the series whose text holds some of these words; their files are read when they are published.</summary>
    public static async Task<IReadOnlyList<Holder>> HoldersOfAsync(this EventsDb db, Id<Series> series, IReadOnlyCollection<string> words, CancellationToken ct)
    {
        if (words.Count == 0) return [];
        var all = await db.Publications.AsNoTracking().Where(p => p.SeriesId == series).OrderByDescending(p => p.PublishedOn).ThenBy(p => p.Id).Take(Most).ToListAsync(ct);
        return [.. all.Where(p => In(PublicationScreening.TextsIn(p), words).Count > 0).Select(p => new Holder(p.Id, p.Title, p.IsPublished))];
    }

    private static List<string> In(IEnumerable<string> texts, IReadOnlyCollection<string> barred)
    {
        string[] folded = [.. texts.Select(PlainText.Fold)];
        return [.. barred.Where(words => PlainText.Fold(words) is { Length: > 0 } sought && folded.Any(text => Holds(text, sought))).Order(StringComparer.Ordinal)];
    }

    /// <summary>As whole words: what begins or ends in the middle of one is another text.</summary>
    private static bool Holds(string text, string sought)
    {
        for (int at = text.IndexOf(sought, StringComparison.Ordinal); at >= 0; at = text.IndexOf(sought, at + 1, StringComparison.Ordinal))
        {
            int end = at + sought.Length;
            if ((at == 0 || !IsOfAWord(text[at - 1], sought[0])) && (end == text.Length || !IsOfAWord(text[end], sought[^1]))) return true;
        }

        return false;
    }

    private static bool IsOfAWord(char outside, char inside) => char.IsLetterOrDigit(outside) && char.IsLetterOrDigit(inside);
}
