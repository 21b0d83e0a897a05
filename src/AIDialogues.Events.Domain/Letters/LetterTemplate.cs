using System.Text.RegularExpressions;

namespace AIDialogues.Events.Domain;

/// <summary>
/// A letter before it has a reader. Fields are a flat list of names in braces, replaced once: what a value contains is never
/// looked at again, so nobody's name can smuggle in a field. One whose kind carries the personal link cannot be saved without it.
/// </summary>
public sealed partial class LetterTemplate
{
    public static readonly IReadOnlyList<string> Fields =
        ["given_name", "family_name", "affiliation", "series", "dialogue", "day", "time", "venue", "answer_by", "organisation", "rule", "link"];

    /// <summary>Whether a field says something of its reader; the others say the same to all, and are filled in with the day or the series.</summary>
    public static bool OfPerson(string field) => field is "given_name" or "family_name" or "affiliation";

    /// <summary>The letters that an organiser writes; the others follow from something and are short and the same for everybody.</summary>
    public static readonly IReadOnlyList<LetterKind> Kinds = [LetterKind.Invitation, LetterKind.Reminder, LetterKind.News, LetterKind.CalledOff];

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
        if (LinkProblem(subject, body) is { } problem) return problem;
        (Subject, Body) = (subject, body);
        return null;
    }

    /// <summary>The same letter under another subject and with a paragraph before it.</summary>
    internal LetterTemplate Beginning(string subject, string paragraph) =>
        new() { Id = Id, DialogueId = DialogueId, Kind = Kind, Language = Language, Subject = subject, Body = paragraph + "\n\n" + Body };

    private Refusal? LinkProblem(string subject, string body)
    {
        bool inSubject = subject.Contains(Letter.LinkPlace, StringComparison.Ordinal);
        bool inBody = body.Contains(Letter.LinkPlace, StringComparison.Ordinal);
        if (!Kind.CarriesLink()) return inSubject || inBody ? LetterRefusals.LinkNotOfThisKind : null;
        return inSubject || !inBody ? LetterRefusals.LinkMissing : null;
    }

    /// <summary>Fills the fields for one reader, in one pass; the place of the link stays until the letter leaves.</summary>
    /// <returns>The letter, or the refusal that names the first field without a value.</returns>
    public Result<RenderedLetter> Render(IReadOnlyDictionary<string, string> values)
    {
        if (EmptyFields(values) is [var empty, ..]) return LetterRefusals.FieldEmpty(empty, values.GetValueOrDefault("family_name") ?? "");
        return new RenderedLetter(Language, Fill(Subject, values), Fill(Body, values));
    }

    /// <summary>The fields this letter uses that have no value for this reader.</summary>
    public IReadOnlyList<string> EmptyFields(IReadOnlyDictionary<string, string> values) =>
        [.. Parts(Subject + " " + Body, values).Where(p => p.Kind == LetterPartKind.Empty).Select(p => p.Text[1..^1]).Distinct()];

    /// <summary>A text cut at its fields, to show what was written and what was filled in.</summary>
    public static IEnumerable<LetterPart> Parts(string text, IReadOnlyDictionary<string, string> values)
    {
        int written = 0;
        foreach (Match match in Field().Matches(text))
        {
            if (match.Index > written) yield return new(text[written..match.Index], LetterPartKind.Written);
            written = match.Index + match.Length;
            string name = match.Groups["name"].Value;
            yield return name == "link" ? new(Letter.LinkPlace, LetterPartKind.Link)
                : values.GetValueOrDefault(name) is { } value && !string.IsNullOrWhiteSpace(value) ? new(Inert(value), LetterPartKind.Filled)
                : new(match.Value, LetterPartKind.Empty);
        }

        if (written < text.Length) yield return new(text[written..], LetterPartKind.Written);
    }

    /// <summary>
    /// What a value must not become: the place of the link (so its braces are made harmless), or a link in somebody's mail program, which
    /// makes one of anything that looks like an address: invisible word joiners (U+2060) stand where it would hold together.
    /// </summary>
    private static string Inert(string value) => AddressLike().Replace(value.Replace('{', '(').Replace('}', ')'), "\u2060$0\u2060");

    private static string Fill(string text, IReadOnlyDictionary<string, string> values) => string.Concat(Parts(text, values).Select(p => p.Text));

    // Whatever stands in braces is taken for a field, so that a mistyped one is found when it is saved and not by its reader.
    [GeneratedRegex(@"\{(?<name>[^{}]{0,100})\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();

    [GeneratedRegex(@"(?<=[\p{L}\p{N}_])[.。](?=\p{N}*\p{L}{2})|(?<=\p{L}{2}):(?=\S)|@(?=\S)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AddressLike();
}

/// <summary>A piece of a letter. Filled: the value of a field. Empty: a field without one, in its braces.</summary>
public sealed record LetterPart(string Text, LetterPartKind Kind);

public enum LetterPartKind
{
    Written,
    Filled,
    Empty,
    Link,
}

/// <summary>The words of one letter to one reader, but for the link.</summary>
public sealed record RenderedLetter(Language Language, string Subject, string Body);
