using System.Net;
using System.Reflection;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Page = AIDialogues.Events.Web.Tests.Hosting.Page;

namespace AIDialogues.Events.Web.Tests.Access;

/// <summary>A small helper that finds names must not become a way to the whole list.</summary>
public sealed class Searching_for_people(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Case_29_the_door_finds_five_of_its_own_dialogue_by_three_letters_and_only_when_asked_by_a_form()
    {
        var (dialogue, other) = (await _given.DialogueAsync(), await _given.DialogueAsync());
        for (int i = 0; i < 9; i++) _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Awa", $"Canary{i}"));
        _ = await _given.InvitationAsync(other, await _given.PersonAsync("Hana", "Canaryelsewhere"));
        _ = await _given.PersonAsync("Ivo", "Canaryuninvited");
        using var organiser = await _given.SignedInAsync();
        string door = $"/organise/dialogues/{dialogue.Id}/checkin";

        var three = await FindAsync(organiser, door, "can");
        var two = await FindAsync(organiser, door, "ca");
        var all = await FindAsync(organiser, door, "%");
        var addressed = await organiser.GetAsync(door + "?q=canary&Q=canary&handler=Find");

        Assert.Equal(["Awa Canary0", "Awa Canary1", "Awa Canary2", "Awa Canary3", "Awa Canary4"], three.All(".arrivals .name"));
        foreach (var page in (Page[])[two, all, addressed]) Assert.DoesNotContain("Canary", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", three.Html, StringComparison.Ordinal);
        Assert.Empty((await FindAsync(organiser, door, "canaryelsewhere")).All(".arrivals .name"));
        Assert.Empty((await FindAsync(organiser, door, "canaryuninvited")).All(".arrivals .name"));
    }

    [Fact]
    public async Task Case_29_an_arrival_named_in_the_address_is_one_of_this_dialogue_or_nobody()
    {
        var (dialogue, other) = (await _given.DialogueAsync(), await _given.DialogueAsync());
        var (mine, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        var (theirs, _) = await _given.InvitationAsync(other, await _given.PersonAsync("Hana", "Canary"));
        using var organiser = await _given.SignedInAsync();

        Assert.Equal(["Awa Diallo"], (await organiser.GetAsync($"/organise/dialogues/{dialogue.Id}/checkin?here={mine.Id}")).All(".arrivals .name"));
        Assert.DoesNotContain("Canary", (await organiser.GetAsync($"/organise/dialogues/{dialogue.Id}/checkin?here={theirs.Id}")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_29_searching_is_slowed_down_for_each_account_and_recorded_without_the_words()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        using var organiser = await _given.SignedInAsync();
        using var colleague = await _given.SignedInAsync();
        string door = $"/organise/dialogues/{dialogue.Id}/checkin";
        await using var db = host.OpenDb();
        long last = (await db.AuditAsync(1, 1, CancellationToken.None)).Lines.Select(l => l.Seq).FirstOrDefault();

        for (int i = 0; i < SearchPace.Most; i++) Assert.Equal(HttpStatusCode.OK, (await FindAsync(organiser, door, "dia")).Status);
        var refused = await FindAsync(organiser, door, "dia");
        var others = await FindAsync(colleague, door, "dia");
        host.Clock.Advance(SearchPace.Span);
        var later = await FindAsync(organiser, door, "dia");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 0), (refused.Status, refused.All(".arrivals .name").Count));
        Assert.StartsWith("Too many searches in a short time", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Equal((1, 1), (others.All(".arrivals .name").Count, later.All(".arrivals .name").Count));
        var lines = (await db.AuditAsync(1, 500, CancellationToken.None)).Lines.Where(l => l.Seq > last).ToList();
        Assert.Equal(SearchPace.Most + 2, lines.Count);
        Assert.All(lines, line => Assert.Equal("/Organise/Dialogues/CheckIn:Find", line.Action));
        Assert.DoesNotContain(lines, line => line.Detail?.Contains("dia", StringComparison.Ordinal) == true && !line.Detail.Contains("/dialogues/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Case_29_no_other_door_looks_for_people_by_letters()
    {
        string[] words = ["q", "query", "search", "term", "words", "prefix", "name", "find", "like", "filter", "needle", "text"];
        var loader = host.Services.GetRequiredService<PageLoader>();
        var looking = new List<string>();
        int doors = 0;
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            string address = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            IEnumerable<string> taken = [];
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, endpoint.Metadata);
                taken = compiled.HandlerMethods.Where(h => h.HttpMethod == "Get").SelectMany(h => h.MethodInfo.GetParameters()).Select(p => p.Name!)
                    .Concat(compiled.ModelTypeInfo!.GetProperties().Where(p => p.GetCustomAttribute<BindPropertyAttribute>() is { SupportsGet: true }).SelectMany(p => p.PropertyType.Name.EndsWith("Query", StringComparison.Ordinal) ? p.PropertyType.GetProperties().Select(i => i.Name) : [p.Name]));
                if (compiled.ModelTypeInfo.GetProperties().Any(p => p.GetCustomAttribute<BindPropertyAttribute>() is not null && p.Name == "Q")) taken = taken.Append("q");
            }
            else if (endpoint.Metadata.GetMetadata<MethodInfo>() is { } method && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            {
                taken = method.GetParameters().Select(p => p.Name!);
                // A picker is what answers a browser with data: nothing below an audience does, and the API takes no cookie.
                Assert.False(address.EndsWith(".json", StringComparison.Ordinal) && address.StartsWith("/organise", StringComparison.Ordinal), address);
            }

            doors++;
            if (taken.Any(t => words.Contains(t, StringComparer.OrdinalIgnoreCase)) || words.Skip(1).Any(w => address.Split('/').Contains(w, StringComparer.OrdinalIgnoreCase))) looking.Add(address);
        }

        Assert.True(doors > 80);
        // The door; the lists themselves, which show an organiser everybody on them anyway, and the count of what is asked to go out; the same for a program.
        Assert.Equal(["/api/v1/people", "/organise/dialogues/{id:guid}/checkin", "/organise/dialogues/{id:guid}/invitations", "/organise/people", "/organise/people/export"], looking.Distinct().Order(StringComparer.Ordinal));
    }

    private static async Task<Page> FindAsync(Browser browser, string door, string words) => await browser.SubmitAsync(await browser.GetAsync(door), new { q = words }, form: "form.find");
}
