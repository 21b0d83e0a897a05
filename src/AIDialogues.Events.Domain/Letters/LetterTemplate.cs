using System.Text.RegularExpressions;

namespace AIDialogues.Events.Domain;

/// <summary>
/// A letter before it has a reader. Fields are a flat list of names in braces, replaced once: what a value contains is never
/// looked at again, so nobody's name can smuggle in a field. A template without the personal link cannot be saved.
/// </summary>
public sealed partial class LetterTemplate
{
    public static readonly IReadOnlyList<string> Fields =
        ["given_name", "family_name", "affiliation", "series", "dialogue", "day", "time", "venue", "answer_by", "organisation", "rule", "link"];

    private LetterTemplate() { }

    public Id<LetterTemplate> Id { get; private set; } = Id<LetterTemplate>.New();
    public Id<Dialogue> DialogueId { get; private set; }
    public LetterKind Kind { get; private set; }
    public Language Language { get; private set; }
    public string Subject { get; private set; } = "";
    public string Body { get; private set; } = "";

    public static Result<LetterTemplate> New(Id<Dialogue> dialogue, LetterKind kind, Language language, string subject, string body)
    {
        var template = new LetterTemplate { DialogueId = dialogue, Kind = kind, Language = language };
        return template.Write(subject, body) is { } refusal ? refusal : template;
    }

    public Refusal? Write(string subject, string body)
    {
        subject = PlainText.Fold(subject);
        body = body.ReplaceLineEndings("\n").Trim();
        if (subject.Length is 0 or > 200 || body.Length is 0 or > 10_000) return LetterRefusals.SubjectMissing;
        var unknown = Field().Matches(subject + " " + body).Select(m => m.Groups["name"].Value).FirstOrDefault(name => !Fields.Contains(name));
        if (unknown is not null) return LetterRefusals.FieldUnknown(unknown);
        if (!body.Contains(Letter.LinkPlace, StringComparison.Ordinal) || subject.Contains(Letter.LinkPlace, StringComparison.Ordinal)) return LetterRefusals.LinkMissing;
        (Subject, Body) = (subject, body);
        return null;
    }

    /// <summary>Fills the fields for one reader, in one pass; the place of the link stays until the letter leaves.</summary>
    /// <returns>The letter, or the refusal that names the first field without a value.</returns>
    public Result<RenderedLetter> Render(IReadOnlyDictionary<string, string> values)
    {
        string? empty = Field().Matches(Subject + " " + Body).Select(m => m.Groups["name"].Value)
            .FirstOrDefault(name => name != "link" && string.IsNullOrWhiteSpace(values.GetValueOrDefault(name)));
        if (empty is not null) return LetterRefusals.FieldEmpty(empty, values.GetValueOrDefault("family_name") ?? "");
        return new RenderedLetter(Language, Fill(Subject, values), Fill(Body, values));
    }

    // A value that itself holds "{link}" would be taken for the place of the link later, so its braces are made harmless here.
    private static string Fill(string text, IReadOnlyDictionary<string, string> values) => Field().Replace(text, match =>
        match.Groups["name"].Value is "link" ? Letter.LinkPlace : Inert(values[match.Groups["name"].Value]));

    /// <summary>
    /// Nor does a value become a link in somebody's mail program, which makes one of anything that looks like an address: an invisible
    /// word joiner (U+2060) stands where such a thing would hold together.
    /// </summary>
    private static string Inert(string value) => AddressLike().Replace(value.Replace('{', '(').Replace('}', ')'), "$0\u2060");

    [GeneratedRegex(@"(?<=[\p{L}\p{N}_])[.。](?=[\p{L}\p{N}-]{2})|:(?=[/\p{L}\p{N}+])|[@/](?=\S)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AddressLike();

    [GeneratedRegex(@"\{(?<name>[^{}\s]{1,40})\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();
}

/// <summary>The words of one letter to one reader, but for the link.</summary>
public sealed record RenderedLetter(Language Language, string Subject, string Body);
