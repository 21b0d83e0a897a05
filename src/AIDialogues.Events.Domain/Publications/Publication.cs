namespace AIDialogues.Events.Domain;

/// <summary>
/// What the organisation publishes of a series: notes of a day or the final report, in one or both languages. It names the authors who
/// wrote it, never those who spoke. It cannot be published while its words or a file may point at somebody and no two people answered for that.
/// </summary>
public sealed class Publication
{
    public const int MostFiles = 8;
    public const int LongestReason = 1000;

    /// <summary>In characters: "ok" answers for nothing.</summary>
    public const int ShortestReason = 10;

    private readonly List<PublicationFile> _files = [];

    private Publication() { }

    public Id<Publication> Id { get; private set; } = Id<Publication>.New();
    public Id<Series> SeriesId { get; private set; }

    /// <summary>The day that notes are about; null for the whole series.</summary>
    public Id<Dialogue>? DialogueId { get; private set; }
    public PublicationKind Kind { get; private set; }
    public BilingualText Title { get; private set; } = new("", "");
    public BilingualText Abstract { get; private set; } = new("", "");

    /// <summary>The text itself, in Markdown (CommonMark without HTML and pictures); empty where only a file is published.</summary>
    public BilingualText Body { get; private set; } = new("", "");

    /// <summary>Authors of the organisation, separated by semicolons, family name last.</summary>
    public string Authors { get; private set; } = "";
    public Licence Licence { get; private set; }

    /// <summary>A DOI or another lasting identifier; empty when there is none.</summary>
    public string Identifier { get; private set; } = "";

    /// <summary>The published summaries of the day or the series follow the text.</summary>
    public bool WithSummaries { get; private set; }
    public bool IsPublished => PublishedOn is not null;

    /// <summary>The day, and no finer time, on which it came out.</summary>
    public DateOnly? PublishedOn { get; private set; }

    /// <summary>Why the first of two people would let stand what the screening found; empty while nobody would.</summary>
    public string RiskProposal { get; private set; } = "";

    /// <summary>Who that was. The account, for the rule of two; never shown.</summary>
    public Guid? RiskProposedBy { get; private set; }

    /// <summary>What they answered for, each finding by a mark of its own: one that comes later was never read.</summary>
    public IReadOnlyList<string> RiskFindings { get; private set; } = [];

    /// <summary>Why the second one agreed and published it; empty while nobody did.</summary>
    public string RiskReason { get; private set; } = "";

    /// <summary>The second of the two; the database too refuses that both are one.</summary>
    public Guid? RiskAcceptedBy { get; private set; }

    public IReadOnlyList<PublicationFile> Files => _files;

    public IReadOnlyList<string> AuthorNames => NamesIn(Authors);

    public static IReadOnlyList<string> NamesIn(string authors) => [.. authors.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    public static Result<Publication> New(Series series, PublicationDetails details, Id<Publication>? id = null)
    {
        var publication = new Publication { Id = id ?? Id<Publication>.New(), SeriesId = series.Id };
        return publication.Change(details) is { } refusal ? refusal : publication;
    }

    public Refusal? Change(PublicationDetails details)
    {
        if (IsPublished) return PublicationRefusals.TakeOffFirst;
        if (details.Problems().FirstOrDefault() is { } refusal) return refusal;
        string authors = PlainText.Fold(details.Authors);
        bool newWords = (Title, Abstract, Body, Authors) != (details.Title, details.Abstract, details.Body, authors);
        (Kind, Title, Abstract, Body) = (details.Kind, details.Title, details.Abstract, details.Body);
        (Authors, Licence, Identifier) = (authors, details.Licence, PlainText.Fold(details.Identifier));
        (DialogueId, WithSummaries) = (details.DialogueId, details.WithSummaries);
        // "Let it stand" was said of the words that were read.
        if (newWords) ForgetRisk();
        return null;
    }

    /// <summary>Adds a file whose metadata were taken out; it replaces one of the same language and kind.</summary>
    public Refusal? Attach(PublicationFile file)
    {
        if (IsPublished) return PublicationRefusals.TakeOffFirst;
        _ = _files.RemoveAll(f => f.Kind == file.Kind && f.Language == file.Language);
        if (_files.Count >= MostFiles) return PublicationRefusals.TooManyFiles(MostFiles);
        _files.Add(file);
        ForgetRisk();
        return null;
    }

    public Refusal? Detach(Id<PublicationFile> file)
    {
        if (IsPublished) return PublicationRefusals.TakeOffFirst;
        _ = _files.RemoveAll(f => f.Id == file);
        return null;
    }

    /// <summary>The first of two people has read what the screening marks and says why it may stand; a second one publishes it, or does not.</summary>
    /// <param name="findings">The marks of what is found now.</param>
    public Refusal? ProposeRisk(IReadOnlyCollection<string> findings, Guid by, string reason)
    {
        if (IsPublished) return PublicationRefusals.TakeOffFirst;
        if (findings.Count == 0) return PublicationRefusals.NoRiskToTake;
        if (CheckReason(ref reason) is { } refusal) return refusal;
        ForgetRisk();
        (RiskProposedBy, RiskProposal, RiskFindings) = (by, reason, [.. findings.Distinct(StringComparer.Ordinal)]);
        return null;
    }

    /// <summary>Whether a first person answered for all of these findings.</summary>
    public bool IsProposedFor(IReadOnlyCollection<string> findings) => RiskProposedBy is not null && !findings.Except(RiskFindings, StringComparer.Ordinal).Any();

    /// <param name="findings">The marks of what the screening finds now in its words and files.</param>
    /// <param name="summaries">How many published summaries there are that follow the text, where they do.</param>
    /// <param name="reason">Why what is found may stand, from the second person; needed when there is anything.</param>
    public Refusal? Publish(IReadOnlyCollection<string> findings, int summaries, Guid by, string reason, DateOnly today)
    {
        if (IsPublished) return null;
        if (Body.IsEmpty && (!WithSummaries || summaries == 0) && _files.TrueForAll(f => f.Kind != PublicationFileKind.Pdf)) return PublicationRefusals.NothingToPublish;
        if (findings.Count == 0) ForgetRisk();
        else if (TakeRisk(findings, by, reason) is { } refusal) return refusal;
        PublishedOn = today;
        return null;
    }

    private Refusal? TakeRisk(IReadOnlyCollection<string> findings, Guid by, string reason)
    {
        if (!IsProposedFor(findings)) return PublicationRefusals.FindingsOpen(findings.Count);
        if (RiskProposedBy == by) return PublicationRefusals.SamePerson;
        if (CheckReason(ref reason) is { } refusal) return refusal;
        (RiskAcceptedBy, RiskReason) = (by, reason);
        return null;
    }

    private static Refusal? CheckReason(ref string reason)
    {
        reason = PlainText.Fold(reason);
        return reason.Length > LongestReason ? TextRefusals.TooLong(LongestReason) : reason.Length < ShortestReason ? PublicationRefusals.ReasonMissing : null;
    }

    private void ForgetRisk() => (RiskProposedBy, RiskProposal, RiskFindings, RiskAcceptedBy, RiskReason) = (null, "", [], null, "");

    /// <summary>Takes it off the public page, for instance to change it; copies that were taken remain.</summary>
    public void TakeOff() => PublishedOn = null;
}

public sealed record PublicationDetails(
    PublicationKind Kind, BilingualText Title, BilingualText Abstract, BilingualText Body, string Authors, Licence Licence, string Identifier, Id<Dialogue>? DialogueId, bool WithSummaries)
{
    /// <summary>Everything that keeps a publication from being like this, each about its field and language, so that a form is put right in one go.</summary>
    public IEnumerable<Refusal> Problems() => (Title.IsEmpty ? [SeriesRefusals.TitleMissing] : Array.Empty<Refusal>())
        .Concat(Wrong(Title, 300, nameof(Title))).Concat(Wrong(Abstract, 4000, nameof(Abstract))).Concat(Wrong(Body, 200_000, nameof(Body)))
        .Concat(WrongLine(Authors, 500, nameof(Authors))).Concat(WrongLine(Identifier, 200, nameof(Identifier)));

    private static IEnumerable<Refusal> Wrong(BilingualText text, int most, string about)
    {
        foreach (var language in Enum.GetValues<Language>())
            if (PlainText.Check(language == Language.French ? text.Fr : text.En, most) is { } refusal) yield return refusal with { About = about + (language == Language.French ? "Fr" : "En") };
    }

    private static IEnumerable<Refusal> WrongLine(string text, int most, string about)
    {
        if ((PlainText.Check(text, most) ?? (PlainText.IsOneLine(text) ? null : TextRefusals.ControlCharacters)) is { } refusal) yield return refusal with { About = about };
    }
}

public enum PublicationKind
{
    Notes,
    FinalReport,
}

/// <summary>Under what terms others may use it.</summary>
public enum Licence
{
    CcBy,
    CcByNc,
    CcByNd,
    AllRightsReserved,
}

public static class Licences
{
    /// <summary>The deed's address; null when all rights are reserved.</summary>
    public static Uri? Deed(this Licence licence) => licence switch
    {
        Licence.CcBy => new("https://creativecommons.org/licenses/by/4.0/"),
        Licence.CcByNc => new("https://creativecommons.org/licenses/by-nc/4.0/"),
        Licence.CcByNd => new("https://creativecommons.org/licenses/by-nd/4.0/"),
        _ => null,
    };
}

public static class PublicationRefusals
{
    public static readonly Refusal TakeOffFirst = new("publication-take-off-first");
    public static readonly Refusal NothingToPublish = new("publication-nothing-to-publish");
    public static readonly Refusal FileNotReadable = new("publication-file-not-readable");
    public static readonly Refusal FileKindNotTaken = new("publication-file-kind-not-taken");
    public static readonly Refusal FileLocked = new("publication-file-locked");
    public static readonly Refusal FilePictureNotCleaned = new("publication-file-picture-not-cleaned");
    public static readonly Refusal FileMissing = new("publication-file-missing");
    public static readonly Refusal NoRiskToTake = new("publication-no-risk-to-take");
    public static readonly Refusal SamePerson = new("publication-same-person");
    public static readonly Refusal ReasonMissing = new("publication-reason-missing");

    /// <summary>A program must say which version it answers for.</summary>
    public static readonly Refusal VersionMissing = new("publication-version-missing");

    public static Refusal FileTooLarge(int megabytes) => Refusal.Of("publication-file-too-large", megabytes);

    public static Refusal TooManyFiles(int most) => Refusal.Of("publication-too-many-files", most);

    /// <summary>Words stand in it that an objection took out of a summary.</summary>
    public static Refusal Barred(int count) => Refusal.Of("publication-barred-words", count);

    public static Refusal FindingsOpen(int count) => Refusal.Of("publication-findings-open", count);
}
