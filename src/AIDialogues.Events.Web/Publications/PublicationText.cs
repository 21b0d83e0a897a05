using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Documents;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Publications;

/// <summary>A publication as one text in one language: who wrote it, the abstract, the text, the summaries it holds, the terms of use, how to cite it.</summary>
internal static class PublicationText
{
    /// <param name="open">Something in it may point at somebody, or must go, and nobody answered.</param>
    public static TextDocument Of(Publication publication, Series series, IReadOnlyList<SummaryDocument> summaries, Language language, SiteOptions site, T texts, bool open = false)
    {
        var blocks = new List<Block> { new Paragraph(Run.Of(Line(publication, series, language, texts)), null) };
        if (!publication.Abstract.IsEmpty) blocks.Add(new BlockQuotation(Run.Of(publication.Abstract.In(language)), OwnLanguage(publication.Abstract, language)));
        blocks.AddRange(MarkdownText.Read(publication.Body.In(language)).Select(b => b with { Language = OwnLanguage(publication.Body, language) }));
        foreach (var summary in summaries)
        {
            blocks.Add(new Heading(1, Run.Of(summary.Session.In(language)), OwnLanguage(summary.Session, language)));
            blocks.Add(new Paragraph([new($"{summary.Dialogue.In(language)} · {texts.Day(summary.Day)}", Italic: true)]));
            blocks.AddRange(SummaryText.Blocks(summary, texts, below: 1));
        }

        blocks.Add(new Heading(1, Run.Of(texts["How speakers are protected"])));
        blocks.Add(new Paragraph(Run.Of(texts.Protection(publication, summaries, open))));
        blocks.Add(new Heading(1, Run.Of(texts["Terms of use"])));
        blocks.Add(new Paragraph(publication.Licence.Deed() is { } deed ? [new(texts.Of(publication.Licence) + " "), new(deed.AbsoluteUri, Link: deed)] : Run.Of(texts.Of(publication.Licence))));
        if (publication.IsPublished)
        {
            blocks.Add(new Heading(1, Run.Of(texts["How to cite"])));
            blocks.Add(new Paragraph(Run.Of(CitationOf(publication, series, language, site).Sentence())));
        }

        return new(publication.Title.In(language), language, blocks, OwnLanguage(publication.Title, language));
    }

    public static Citation CitationOf(Publication publication, Series series, Language language, SiteOptions site) => new(
        $"{series.Slug}-{(publication.PublishedOn?.Year ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture)}-{publication.Id.Value.ToString()[..8]}", publication.Title.In(language), publication.AuthorNames,
        series.Organisation.Length > 0 ? series.Organisation : site.Name, publication.PublishedOn?.Year ?? 0, AddressOf(publication.Id, series, site).AbsoluteUri, publication.Identifier, language);

    public static Uri AddressOf(Id<Publication> publication, Series series, SiteOptions site) => new(site.Url, $"/series/{series.Slug}/publications/{publication}");

    private static string Line(Publication publication, Series series, Language language, T texts)
    {
        string authors = string.Join(", ", publication.AuthorNames);
        string[] parts = [authors, series.Organisation, series.Title.In(language), texts.Of(publication.Kind), publication.PublishedOn is { } day ? texts.Day(day) : texts["Draft"]];
        return string.Join(" · ", parts.Where(p => p.Length > 0));
    }

    /// <summary>Where the other language stands in, screen readers are told; null where it is the wanted one.</summary>
    public static Language? OwnLanguage(BilingualText text, Language wanted) => text.LanguageIn(wanted) is var own && own != wanted ? own : null;
}
