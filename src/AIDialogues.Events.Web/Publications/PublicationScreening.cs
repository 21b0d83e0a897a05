using AIDialogues.Events.Data;
using AIDialogues.Events.Data.People;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Boards;
using AIDialogues.Events.Web.Documents;
using AIDialogues.Events.Web.Summaries;
using AIDialogues.Events.Web.Uploads;
using Microsoft.EntityFrameworkCore;
using Finding = AIDialogues.Events.Screening.Finding;
using Publication = AIDialogues.Events.Domain.Publication;

namespace AIDialogues.Events.Web.Publications;

/// <summary>A stretch that may point at somebody, and where it stands.</summary>
/// <param name="Where">The language of the text, or of the file.</param>
internal sealed record PublicationFinding(string Words, Finding Finding, Language Where, bool InFile)
{
    /// <inheritdoc cref="FindingMarks.MarkIn"/>
    public required string Mark { get; init; }

    /// <summary>Who fits all that its sentence hints at; null where it hints at nobody.</summary>
    public AnonymitySet? Fits { get; init; }
}

/// <summary>Reads a publication, its texts and its files, for whoever was invited to any day of its series, before it is published.</summary>
internal static class PublicationScreening
{
    /// <summary>Beyond these nobody is told how many fit: that is read off the words around, and a file may be long.</summary>
    private const int MostWithFits = 200;

    /// <summary>What two people have to answer for.</summary>
    public static IReadOnlyCollection<string> Marks(this IEnumerable<PublicationFinding> findings) => findings.Select(f => f.Mark).ToHashSet(StringComparer.Ordinal);

    public static async Task<IReadOnlyList<PublicationFinding>> FindingsAsync(this EventsDb db, Publication publication, CancellationToken ct)
    {
        // As summaries do: by every name that somebody has in a merged record too.
        var people = await db.InvitedToAsync(publication.SeriesId, ct);
        var screener = new Screener(ParticipantDirectory.Of(people.Select(p => p.AsParticipant())));
        var keys = db.MarkKeys();
        var days = publication.DialogueId is { } day ? [day] : await db.Dialogues.Where(d => d.SeriesId == publication.SeriesId).Select(d => d.Id).ToListAsync(ct);
        var sets = await db.AnonymitySetsAsync(days, bySentence: true, ct);
        var found = new List<(PublicationFinding Finding, string Text)>();
        foreach (var (text, language, inFile) in await db.TextsInAsync(publication, ct)) Screen(text, language, inFile);
        // Authors are to be named; a participant among them is told to have been there.
        Screen(publication.Authors, Language.English, inFile: false, FindingKind.ParticipantName);
        return [.. found.DistinctBy(f => (f.Finding.Mark, f.Finding.Where, f.Finding.InFile))
            .Select((f, at) => at < MostWithFits ? f.Finding with { Fits = WhoFits.Of(sets, f.Text, f.Finding.Finding) } : f.Finding)];

        void Screen(string text, Language language, bool inFile, FindingKind? only = null) => found.AddRange(screener.Screen(text, language.ToScreen(), sets)
            .Where(f => only is null || f.Kind == only).Select(f => (new PublicationFinding(text.Substring(f.Start, f.Length), f, language, inFile) { Mark = f.MarkIn(text, keys) }, text)));
    }

    /// <summary>Everything of a publication that is read, but its authors.</summary>
    public static async Task<IReadOnlyList<(string Words, Language Language, bool InFile)>> TextsInAsync(this EventsDb db, Publication publication, CancellationToken ct)
    {
        var texts = Enum.GetValues<Language>().SelectMany(language => TextsIn(publication, language).Select(text => (text, language, false))).ToList();
        texts.AddRange((await db.TextsOfFilesAsync(publication, ct)).Select(t => (t.Words, t.Language, true)));
        return texts;
    }

    /// <summary>What its files say; labels are the words of a file that stand beside its text, as names of its parts.</summary>
    public static async Task<IReadOnlyList<(string Words, Language Language, bool AreLabels)>> TextsOfFilesAsync(this EventsDb db, Publication publication, CancellationToken ct)
    {
        var texts = new List<(string, Language, bool)>();
        foreach (var file in await db.Set<PublicationFile>().AsNoTracking().Where(f => EF.Property<Id<Publication>>(f, "PublicationId") == publication.Id).ToListAsync(ct))
        {
            texts.AddRange([(file.Description.En, Language.English, false), (file.Description.Fr, Language.French, false)]);
            if (file.Kind != PublicationFileKind.Pdf || PdfUpload.Read(file.Content).Refused(out _, out var pdf)) continue;
            texts.AddRange([(pdf.Words, file.Language, false), (pdf.Labels, file.Language, true)]);
        }

        return texts;
    }

    /// <summary>Its own texts in both languages.</summary>
    public static IEnumerable<string> TextsIn(Publication publication) => Enum.GetValues<Language>().SelectMany(language => TextsIn(publication, language));

    /// <summary>What stands there, and how the body is read: with marks of Markdown inside it a name is one to readers only.</summary>
    private static IEnumerable<string> TextsIn(Publication publication, Language language)
    {
        string body = In(publication.Body);
        return [In(publication.Title), In(publication.Abstract), body, AsRead(body)];

        string In(BilingualText text) => language == Language.French ? text.Fr : text.En;
    }

    /// <summary>A body without its marks of Markdown.</summary>
    public static string AsRead(string body) => string.Join('\n', MarkdownText.Read(body).SelectMany(LinesOf));

    private static IEnumerable<string> LinesOf(Block block) => block switch
    {
        Heading heading => [Plain(heading.Runs)],
        Paragraph paragraph => [Plain(paragraph.Runs)],
        BlockQuotation quotation => [Plain(quotation.Runs)],
        Listing listing => listing.Items.Select(Plain),
        _ => [],
    };

    private static string Plain(IReadOnlyList<Run> runs) => string.Concat(runs.Select(r => r.Text));
}
