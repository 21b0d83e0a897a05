using AIDialogues.Events.Data.People;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Worker.Summaries;

namespace AIDialogues.Events.Worker.Demo;

/// <summary>The note and the report that the public page shows after the first day: written, screened and published as organisers do it.</summary>
internal static class DemoPublications
{
    private const string Authors = "Noor Haddad; Léa Fontenelle";

    public static IEnumerable<Publication> Of(Series series, Dialogue first, IReadOnlyList<Person> people, IReadOnlyList<Present> present, DateTimeOffset now)
    {
        var (screener, sets) = (PeopleScreening.Of(people), PeopleScreening.SetsOf(present, bySentence: true));
        return DemoTexts.Publications.Select(texts => Of(texts, series, first, screener, sets, DateOnly.FromDateTime(now.UtcDateTime)));
    }

    private static Publication Of(DemoPublication texts, Series series, Dialogue first, Screener screener, AnonymitySets sets, DateOnly today)
    {
        var publication = DemoBuilder.Value(Publication.New(series, new(
            texts.Kind, texts.Title, texts.Abstract, texts.Body, Authors, Licence.CcBy, Identifier: "", texts.Day ? first.Id : null, texts.WithSummaries)));
        string[] findings = [.. ((BilingualText[])[publication.Title, publication.Abstract, publication.Body])
            .SelectMany(text => screener.Screen(text.En, TextLanguage.English, sets).Concat(screener.Screen(text.Fr, TextLanguage.French, sets))).Select(f => f.Reason)];
        // Nobody answers for any, so that a name that slips into these texts stops the demo instead of standing on its public page.
        DemoStatements.Agreed(publication.Publish(findings, summaries: 1, Guid.NewGuid(), reason: "", today));
        return publication;
    }
}
