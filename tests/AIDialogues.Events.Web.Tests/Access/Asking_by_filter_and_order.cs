using System.Diagnostics;
using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Access;

/// <summary>Whatever is put behind an address to filter, order or search: it breaks nothing, waits for nothing, and finds nothing by what is not shown.</summary>
public sealed class Asking_by_filter_and_order(EventsHost host) : IAsyncLifetime
{
    private static readonly string[] Names = ["q", "sort", "sort_by", "order", "filter", "page", "cursor", "limit", "state", "group", "dialogue", "at", "missing", "past", "fields"];

    private static readonly string[] Injections =
        ["' OR '1'='1", "1;SELECT pg_sleep(3)--", "email desc,(CASE WHEN 1=1 THEN 1 ELSE 1/0 END)", "%' AND 1=CAST((SELECT email FROM events.people LIMIT 1) AS int)--", "{{7*7}}\0\ud800"];

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Case_31_breaks_and_delays_no_page_and_changes_nothing_that_is_public()
    {
        var world = await World.MakeAsync(host, _given);
        var routes = await PagesAsync();
        foreach (var actor in await ActorsAsync("nobody", "organiser", "token"))
        {
            foreach (var route in routes)
            {
                string plain = await TextAsync(actor, route, world, "");
                foreach (string injection in Injections)
                {
                    long begin = Stopwatch.GetTimestamp();
                    string text = await TextAsync(actor, route, world, string.Join('&', Names.Select(n => $"{n}={WebUtility.UrlEncode(injection)}")));
                    Assert.False(text.StartsWith("5", StringComparison.Ordinal), $"{actor.Name} {route.Name} {injection}: {text}");
                    Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(2.5), $"{actor.Name} {route.Name} waits on {injection}");
                    if (actor.Name == "nobody") Assert.Equal(plain, text);
                }
            }

            actor.Dispose();
        }
    }

    [Fact]
    public async Task Case_31_letter_by_letter_nothing_is_found_that_no_list_shows()
    {
        var world = await World.MakeAsync(host, _given);
        await using (var db = host.OpenDb())
        {
            var invitation = await db.Invitations.SingleAsync(i => i.Id == new Id<Invitation>(Guid.Parse(world.Values["invitations"])));
            typeof(Invitation).GetProperty(nameof(Invitation.Reason))!.SetValue(invitation, "quarrelsome");
            var needs = Needs.Of(invitation);
            typeof(Needs).GetProperty(nameof(Needs.Diet))!.SetValue(needs, "kosherlike");
            var witnessed = ConsentEvent.After(null, new ConsentQuestion(invitation.PersonId, invitation.DialogueId, ConsentPurpose.Photographed, new Notice(Language.English, "Words")), ConsentState.Refused,
                Given.Value(ConsentAct.OnBehalf(ConsentMethod.Telephone, "Zebulon witness", "Zebulon evidence", Controller.Unknown)), _given.Now);
            db.AddRange(needs, witnessed);
            _ = await db.SaveChangesAsync();
        }

        var routes = await PagesAsync();
        foreach (var actor in await ActorsAsync("organiser", "token"))
        {
            foreach (var route in routes)
            {
                // The first letters of what is stored, and as many that are stored nowhere: who cannot tell the answers apart learns no letter.
                foreach (var (stored, madeUp) in new[] { ("quarr", "qxxrr"), ("koshe", "kxxhe"), ("Zebul", "Zxxul"), (Hash(world.OwnToken), Hash("made-up")) })
                {
                    string hit = await TextAsync(actor, route, world, $"q={stored}&filter={stored}"), miss = await TextAsync(actor, route, world, $"q={madeUp}&filter={madeUp}");
                    // What was asked for stands on the page again; nothing else may differ.
                    string Same(string text) => text.Replace(stored, "?", StringComparison.Ordinal).Replace(madeUp, "?", StringComparison.Ordinal);
                    Assert.Equal((actor.Name, route.Name, Same(miss)), (actor.Name, route.Name, Same(hit)));
                }
            }

            actor.Dispose();
        }

        // The positive control: by what a list shows it finds, so the same comparison would have told.
        using var organiser = await _given.SignedInAsync();
        Assert.NotEqual((await organiser.GetAsync("/organise/people?q=Dxxllo")).Text.Replace("Dxxllo", "?", StringComparison.Ordinal), (await organiser.GetAsync("/organise/people?q=Diallo")).Text.Replace("Diallo", "?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zeb")]
    [InlineData("zebra-address")]
    [InlineData("quarr")]
    [InlineData("kosher")]
    public async Task Case_31_the_door_finds_people_by_their_names_and_by_nothing_else(string letters)
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Awa", "Diallo", "zebra-address@bassin.test"), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        await using (var db = host.OpenDb())
        {
            var needs = Needs.Of(invitation);
            typeof(Needs).GetProperty(nameof(Needs.Diet))!.SetValue(needs, "kosher");
            typeof(Invitation).GetProperty(nameof(Invitation.Reason))!.SetValue(await db.Invitations.SingleAsync(), "quarrelsome");
            _ = db.Add(needs);
            _ = await db.SaveChangesAsync();
        }

        using var organiser = await _given.SignedInAsync();
        var door = await organiser.GetAsync($"/organise/dialogues/{dialogue.Id}/checkin");
        async Task<string> FoundAsync(string q) => (await organiser.SubmitAsync(door, new Dictionary<string, object?> { ["q"] = q }, form: "form[action*=Find]")).One("main")!.TextContent;

        Assert.Contains("Diallo", await FoundAsync("dia"), StringComparison.Ordinal);
        Assert.DoesNotContain("Diallo", await FoundAsync(letters), StringComparison.Ordinal);
    }

    private static string Hash(string token) => Convert.ToHexStringLower(PersonalLink.HashOf(token))[..6];

    private async Task<IReadOnlyList<Actor>> ActorsAsync(params string[] names)
    {
        var all = await Actor.AllAsync(host, _given);
        foreach (var other in all.Where(a => !names.Contains(a.Name))) other.Dispose();
        return [.. all.Where(a => names.Contains(a.Name))];
    }

    /// <summary>What is read as a page or a list; the pages that only a form changes and files by their ending are looked at elsewhere.</summary>
    private async Task<IReadOnlyList<Route>> PagesAsync() => [.. (await Route.AllAsync(host)).Where(r => r.Method == "GET" && r.Formats is [""] && !r.Pattern.RawText!.Contains("account/", StringComparison.Ordinal))];

    /// <summary>The status and the words; of what is no page, the whole body.</summary>
    private static async Task<string> TextAsync(Actor actor, Route route, World world, string query)
    {
        var (status, type, body) = await actor.AskAsync(route, world, query);
        if (status is >= 300 and < 500) return status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!type.StartsWith("text/html", StringComparison.Ordinal)) return $"{status} {body}";
        var document = await new HtmlParser().ParseDocumentAsync(body);
        return $"{status} {string.Join(' ', (document.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";
    }
}
