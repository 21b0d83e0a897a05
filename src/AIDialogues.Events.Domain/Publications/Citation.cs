using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AIDialogues.Events.Domain;

/// <summary>How a publication is cited: as a sentence, as BibTeX, and as CSL-JSON (citationstyles.org, schema 1.0).</summary>
public sealed record Citation(string Key, string Title, IReadOnlyList<string> Authors, string Organisation, int Year, string Url, string Identifier, Language Language)
{
    private string? Doi => Identifier.StartsWith("10.", StringComparison.Ordinal) ? Identifier : Identifier.StartsWith("https://doi.org/", StringComparison.OrdinalIgnoreCase) ? Identifier["https://doi.org/".Length..] : null;

    /// <summary>"Haddad, N., Perret, L. (2027). Title. Organisation. https://…"</summary>
    public string Sentence()
    {
        string authors = string.Join(", ", Authors.Select(Initialled));
        return $"{(authors.Length > 0 ? authors : Organisation)} ({Year.ToString(CultureInfo.InvariantCulture)}). {Title}{(Title.Length > 0 && Title[^1] is '?' or '!' or '.' ? "" : ".")} {(authors.Length > 0 ? Organisation + ". " : "")}{(Doi is { } doi ? "https://doi.org/" + doi : Url)}";
    }

    public string BibTeX()
    {
        var text = new StringBuilder("@techreport{").Append(Key);
        Field("title", "{" + Escape(Title) + "}");
        Field("author", Authors.Count > 0 ? string.Join(" and ", Authors.Select(a => Escape(Reversed(a)))) : "{" + Escape(Organisation) + "}");
        Field("institution", Escape(Organisation));
        Field("year", Year.ToString(CultureInfo.InvariantCulture));
        Field("language", Language == Language.French ? "french" : "english");
        if (Doi is { } doi) Field("doi", Escape(doi));
        Field("url", Url);
        return text.Append("\n}\n").ToString();

        void Field(string name, string value) => text.Append(",\n  ").Append(name).Append(" = {").Append(value).Append('}');
    }

    public string CslJson()
    {
        var item = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["id"] = Key,
            ["type"] = "report",
            ["title"] = Title,
            ["author"] = Authors.Count > 0
                ? Authors.Select(a => (object)new { family = Family(a), given = GivenNames(a) }).ToArray()
                : [new { literal = Organisation }],
            ["publisher"] = Organisation,
            ["issued"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["date-parts"] = new[] { new[] { Year } } },
            ["language"] = Language.Tag(),
            ["URL"] = Url,
        };
        if (Doi is { } doi) item["DOI"] = doi;
        return JsonSerializer.Serialize(new[] { item }, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static string Family(string author) => author.LastIndexOf(' ') is > 0 and var at ? author[(at + 1)..] : author;

    private static string GivenNames(string author) => author.LastIndexOf(' ') is > 0 and var at ? author[..at] : "";

    private static string Reversed(string author) => GivenNames(author) is { Length: > 0 } given ? $"{Family(author)}, {given}" : author;

    private static string Initialled(string author) => GivenNames(author) is { Length: > 0 } given
        ? $"{Family(author)}, {string.Join(' ', given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => n[0] + "."))}"
        : author;

    // What TeX would take for a command; a brace that is not closed would swallow the rest of the file.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '{' or '}' => escaped.Append(""),
                '\\' => escaped.Append("\\textbackslash{}"),
                '&' or '%' or '$' or '#' or '_' => escaped.Append('\\').Append(c),
                '~' => escaped.Append("\\textasciitilde{}"),
                '^' => escaped.Append("\\textasciicircum{}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
