using AIDialogues.Events.Web.Tests.Canaries;
using AIDialogues.Events.Web.Tests.Hosting;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Access;

/// <summary>Everything that is kept as words tries to become a part of the page, and every door that is read is opened by those who may.</summary>
public sealed class Showing_hostile_words(EventsHost host) : IAsyncLifetime
{
    /// <summary>Ends whatever it may have been put into, and then asks to be an element of a name that no page has.</summary>
    private const string Hostile = "x\"'></a></title></textarea></script></style>--><x-46 onfocus=\"alert(46)\">";

    /// <summary>Texts that are no words: read by the product alone, which would not find its way with others.</summary>
    private static readonly string[] Codes =
    [
        "ApiToken.Scope", "ImportBatch.Columns", "ImportBatch.Shape", "ImportedPerson.After", "ImportedPerson.Before", "PersonMerge.KeptAfter", "PersonMerge.KeptBefore",
        "PersonMerge.Moved", "PublishedKey.KeyId", "PublishedKey.Purpose", "BoardSession.Board", "BoardKey.Purpose", "Person.Country", "Person.Email", "Person.Zone", "Dialogue.Zone", "Series.Slug", "Wave.Seal", "Letter.Seal",
        "Letter.Calendar", "Letter.ToAddress", "TestLetter.ToAddress", "DataRequest.NewAddress", "Places.LotSeed", "Delivery.Status", "Bounce.Status", "CalendarEntry.Facts",
    ];

    private static readonly string[] MustShow =
    [
        "GET /", "GET /my/{handle}", "GET /my/{handle}/consents", "GET /my/{handle}/data/{id:guid}", "GET /my/{handle}/drafts/{id:guid}", "GET /my/{handle}/receipt", "GET /organise", "GET /organise/dialogues/{id:guid}",
        "GET /organise/dialogues/{id:guid}/checkin", "GET /organise/dialogues/{id:guid}/consents/{person:guid}/{purpose}", "GET /organise/dialogues/{id:guid}/quotations", "GET /organise/dialogues/{id:guid}/substitutes",
        "GET /organise/invitations/{id:guid}", "GET /organise/letters", "GET /organise/letters/{id:guid}", "GET /organise/people", "GET /organise/people/duplicates", "GET /organise/people/export", "GET /organise/people/imports",
        "GET /organise/people/segments", "GET /organise/people/{id:guid}/timeline", "GET /organise/publications/{id:guid}", "GET /organise/rights", "GET /organise/series/{id:guid}/partners", "GET /organise/waves/{id:guid}/preview",
        "GET /report/summaries/{id:guid}", "GET /report/summaries/{id:guid}/objections", "GET /report/summaries/{id:guid}/versions", "GET /series/{slug}", "GET /series/{slug}.json", "GET /series/{slug}/feed.xml",
        "GET /series/{slug}/publications/{id:guid}", "GET /series/{slug}/summaries/{id:guid}",
    ];

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Case_46_words_stay_words_whichever_column_they_stand_in_and_whichever_page_shows_them()
    {
        var world = await Looking_for_canaries.SeedAsync(host, _given);
        await MakeHostileAsync();
        var routes = (await Route.AllAsync(host)).Where(r => r.Method == "GET").ToList();
        var shown = new SortedSet<string>(StringComparer.Ordinal);
        var acting = new List<string>();

        foreach (var actor in await Actor.AllAsync(host, _given))
        {
            if (actor.Name is not ("nobody" or "expert-own-link" or "rapporteur" or "organiser")) continue;
            foreach (var route in routes)
            {
                foreach (string query in (string[])["", "lang=fr"])
                {
                    var (status, type, body) = await actor.AskAsync(route, world, query);
                    if (type is "text/html") acting.AddRange(Acting(new HtmlParser().ParseDocument(body)).Select(what => $"{actor.Name} {route}: {what}"));
                    if (type is "application/xml" or "application/rss+xml" or "image/svg+xml" or "text/xml" && status == 200) _ = System.Xml.Linq.XDocument.Parse(body);
                    if (type.EndsWith("xml", StringComparison.Ordinal) && body.Contains("<x-46", StringComparison.Ordinal)) acting.Add($"{actor.Name} {route}: {type}");
                    Assert.True(status != 500, $"{actor.Name} {route} answers 500");
                    if (body.Contains("x-46", StringComparison.Ordinal)) _ = shown.Add(route.Name);
                }
            }

            actor.Dispose();
        }

        Assert.Empty(acting);
        // The positive control: the words came as far as a page, or nothing was tried.
        Assert.Empty(MustShow.Except(shown));
    }

    private static IEnumerable<string> Acting(IDocument page) => page.All.SelectMany(element =>
        (IEnumerable<string>)[
            .. element.LocalName == "x-46" ? [element.OuterHtml] : (string[])[],
            .. element.Attributes.Where(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name.Contains("46", StringComparison.Ordinal) || a.Value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)).Select(a => $"{element.LocalName} {a.Name}={a.Value}"),
            .. element.LocalName is "script" && element.TextContent.Contains("<x-46", StringComparison.Ordinal) ? [element.OuterHtml] : (string[])[],
        ]);

    /// <summary>Behind the product's back, as rows of a time before words were looked at.</summary>
    private async Task MakeHostileAsync()
    {
        await using var db = host.OpenDb();
        foreach (var type in db.Model.GetEntityTypes().Where(t => !t.IsOwned() && t.GetTableName() is not null))
        {
            var set = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), 1, [])!.MakeGenericMethod(type.ClrType).Invoke(db, [])!;
            _ = await set.ToListAsync();
        }

        foreach (var entry in db.ChangeTracker.Entries().ToList())
        {
            foreach (var (name, member, property) in TextsOf(entry))
            {
                if (Codes.Contains(name) || property.IsPrimaryKey() || property.GetMaxLength() < Hostile.Length) continue;
                member.CurrentValue = name switch
                {
                    "Partner.Website" => "javascript:alert(46)",
                    "Publication.Body.En" or "Publication.Body.Fr" => Hostile + "\n\n[46](javascript:alert(46)) ![46](javascript:alert(46)) <javascript:alert(46)>",
                    _ => Hostile,
                };
            }
        }

        // The ledger only grows; this session, which ends with it, says it only copies.
        await db.Database.OpenConnectionAsync();
        _ = await db.Database.ExecuteSqlAsync($"SET session_replication_role = replica");
        _ = await db.SaveChangesAsync();
        _ = await db.Database.ExecuteSqlAsync($"SET session_replication_role = origin");
    }

    private static IEnumerable<(string Name, PropertyEntry Member, IProperty Property)> TextsOf(EntityEntry entry) =>
        entry.Properties.Concat(entry.ComplexProperties.SelectMany(Within)).Where(p => p.Metadata.ClrType == typeof(string))
            .Select(p => ($"{entry.Metadata.ClrType.Name}.{(p.Metadata.DeclaringType is IComplexType part ? part.ComplexProperty.Name + "." : "")}{p.Metadata.Name}", p, p.Metadata));

    private static IEnumerable<PropertyEntry> Within(ComplexPropertyEntry part) => part.Properties.Concat(part.ComplexProperties.SelectMany(Within));
}
