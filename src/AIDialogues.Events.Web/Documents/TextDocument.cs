using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Documents;

/// <summary>
/// A text as every export writes it: Markdown, HTML, DOCX and PDF show the same blocks. It has no author, no host, no time of
/// making and no revision, so neither has a file made of it.
/// </summary>
/// <param name="TitleLanguage">Null: the document's.</param>
internal sealed record TextDocument(string Title, Language Language, IReadOnlyList<Block> Blocks, Language? TitleLanguage = null)
{
    /// <summary>A file name without ending, from the title.</summary>
    public string FileName => Slug.From(Title) is { Length: > 0 } slug ? slug : "document";
}

/// <summary>A paragraph-like part of a text.</summary>
/// <param name="Language">Null: the document's.</param>
internal abstract record Block(Language? Language);

/// <param name="Level">1 below the title, up to 4.</param>
internal sealed record Heading(int Level, IReadOnlyList<Run> Runs, Language? Language = null) : Block(Language);

internal sealed record Paragraph(IReadOnlyList<Run> Runs, Language? Language = null) : Block(Language);

internal sealed record BlockQuotation(IReadOnlyList<Run> Runs, Language? Language = null) : Block(Language);

internal sealed record Listing(bool Numbered, IReadOnlyList<IReadOnlyList<Run>> Items, Language? Language = null) : Block(Language);

/// <summary>A stretch of one look. Text may hold line ends.</summary>
/// <param name="Language">Null: the block's.</param>
internal sealed record Run(string Text, bool Bold = false, bool Italic = false, Uri? Link = null, Language? Language = null)
{
    public static IReadOnlyList<Run> Of(string text, Language? language = null) => [new(text, Language: language)];
}
