using System.Net;
using System.Security.Claims;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Audit;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Audit;

public sealed class Recording_what_staff_do(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync()
    {
        host.Services.GetRequiredService<Checkpoints>().Say(host.Clock.GetUtcNow(), null);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_page_that_saved_is_an_entry_and_one_that_refused_is_none()
    {
        var person = await _given.PersonAsync();
        using var staff = await _given.SignedInAsync();
        long before = await CountAsync();
        var page = await staff.GetAsync($"/organise/people/{person.Id}");
        var refused = await staff.SubmitAsync(page, new Dictionary<string, object?>(StringComparer.Ordinal) { ["Input.Email"] = "nonsense" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(before, await CountAsync());

        _ = await staff.SubmitAsync(page, new Dictionary<string, object?>(StringComparer.Ordinal) { ["Input.Affiliation"] = "Canary Institute" });
        var (lines, count) = await LinesAsync();
        Assert.Equal(before + 1, count);
        Assert.Equal(("/Organise/People/Person", $"/organise/people/{person.Id}"), (lines[0].Action, lines[0].Detail));
        Assert.Contains("Noor Haddad", (await staff.GetAsync("/organise/audit")).All("tbody tr")[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Canary", string.Concat(lines.Select(l => l.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_about_somebody_says_about_whom_until_their_key_is_destroyed()
    {
        var person = await _given.PersonAsync("Canary", "Diallo", "canary@bassin.test");
        using var staff = await _given.SignedInAsync();

        _ = await staff.SubmitAsync(await staff.GetAsync("/organise/rights"), new { email = person.Email }, form: "#erase");

        var (lines, _) = await LinesAsync();
        Assert.Equal(("/Organise/Rights/Index:Erase", $"/organise/rights#person={person.Id}"), (lines[0].Action, lines[0].Detail));
        host.Keys.Destroy(person.Id.Value);
        Assert.Null((await LinesAsync()).Lines[0].Detail);
    }

    [Theory]
    [InlineData("command line", "The server’s command line")]
    [InlineData("retention", "Retention, at night")]
    public async Task Who_acts_without_an_account_has_a_name(string actor, string name)
    {
        await using (var db = host.OpenDb()) await new AuditLog(db, host.Keys, host.Clock).RecordAsync(new(actor, "person.erased", "person", "x", ""), CancellationToken.None);
        using var staff = await _given.SignedInAsync();

        Assert.Equal(name, (await staff.GetAsync("/organise/audit")).One("tbody tr th")!.TextContent);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task Every_action_that_is_entered_has_words_in_both_languages(string language)
    {
        var actions = new SortedSet<string>(["person.erased", ApiToken.Made, ApiToken.Revoked, RosterExports.Asked, RosterExports.Allowed, RosterExports.RefusedIt, RosterExports.Taken], StringComparer.Ordinal);
        var loader = host.Services.GetRequiredService<PageLoader>();
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page && (page.ViewEnginePath.StartsWith("/Organise", StringComparison.Ordinal) || page.ViewEnginePath.StartsWith("/Report", StringComparison.Ordinal)))
                actions.UnionWith((await loader.LoadAsync(page, endpoint.Metadata)).HandlerMethods.Where(h => h.HttpMethod == "Post").Select(h => $"{page.ViewEnginePath}:{h.Name}".TrimEnd(':')));
            if (endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is { } name && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [not "GET"])
                actions.Add("api:" + name.EndpointName);
        }

        // When somebody held the pen is nobody's to know, so neither is entered.
        actions.ExceptWith(["/Report/Session:Board", "/Report/Session:CloseBoards"]);
        Assert.True(actions.Count > 120, $"{actions.Count} actions");
        using var scope = host.Services.CreateScope();
        var texts = scope.ServiceProvider.GetRequiredService<T>();
        var spoken = language == "fr" ? Language.French : Language.English;
        Assert.Empty(actions.Where(a => ActionWords.WordsOf(a) is not { } words || (spoken == Language.French && spoken.Saying(() => texts.OfAction(a)) == words)));
        Assert.Equal("api:ofAnotherTime", texts.OfAction("api:ofAnotherTime"));
    }

    [Fact]
    public async Task The_page_says_in_words_what_was_done()
    {
        var person = await _given.PersonAsync();
        using var staff = await _given.SignedInAsync();
        _ = await staff.SubmitAsync(await staff.GetAsync($"/organise/people/{person.Id}"), new Dictionary<string, object?>(StringComparer.Ordinal) { ["Input.Affiliation"] = "Institute" });

        Assert.Equal("Person changed", (await staff.GetAsync("/organise/audit")).One("tbody tr td[data-label=Action]")!.TextContent);
        Assert.Equal("Personne modifiée", (await staff.GetAsync("/organise/audit?lang=fr")).One("tbody tr td[data-label=Action]")!.TextContent);
    }

    [Fact]
    public async Task A_program_that_wrote_is_an_entry_once_however_often_it_sends()
    {
        using var api = await ApiClient.WithTokenAsync(host);
        long before = await CountAsync();
        var body = new { slug = "water", title = new { en = "Water", fr = "Eau" }, purpose = new { en = "P", fr = "B" }, organisation = "Institut" };
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("series", body, "one")).Status);
        Assert.True((await api.PostAsync("series", body, "one")).Replayed);
        Assert.Equal(before + 1, await CountAsync());
        _ = await api.PostAsync("series", body);
        Assert.Equal(before + 1, await CountAsync());
    }

    [Fact]
    public async Task Case_70_opening_a_board_leaves_no_entry_and_nothing_joins_an_entry_to_a_statement()
    {
        var dialogue = await _given.DialogueAsync();
        var session = dialogue.Sessions[0];
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        long before = await CountAsync();
        _ = await rapporteur.Http.GetAsync($"/report/sessions/{session.Id}");
        var page = await rapporteur.GetAsync($"/report/sessions/{session.Id}");
        string form = page.One("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using (var opened = await rapporteur.Http.PostAsync($"/report/sessions/{session.Id}?handler=Board", new FormUrlEncodedContent([new("__RequestVerificationToken", form)])))
            Assert.Contains("#k=", await opened.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, await CountAsync());

        await using var db = host.OpenDb();
        var statement = Guid.NewGuid();
        _ = await db.Database.ExecuteSqlAsync($"INSERT INTO vault.statements (id, session_id, kind, words) VALUES ({statement}, {session.Id.Value}, 'fact', 'Canary words')");
        using var organiser = await _given.SignedInAsync();
        _ = await organiser.SubmitAsync(await organiser.GetAsync($"/organise/series/{dialogue.SeriesId}"), form: "form[action*=Publish], main form");
        Assert.True(await CountAsync() > before, "The positive control: something was recorded meanwhile.");
        // Neither an id, nor words, nor a transaction in common, nor a column that could hold one.
        int joined = await db.Database.SqlQuery<int>($"""
            SELECT count(*)::int AS "Value" FROM audit.entries e CROSS JOIN vault.statements s LEFT JOIN audit.details d ON d.seq = e.seq
            WHERE e.xmin = s.xmin OR d.xmin = s.xmin OR e::text LIKE '%' || s.id || '%' OR e::text LIKE '%' || s.session_id || '%' OR d.subject IN (s.id, s.session_id) OR e::text LIKE '%' || s.words || '%'
            """).SingleAsync();
        Assert.Equal(0, joined);
    }

    [Fact]
    public async Task A_chain_that_does_not_hold_stands_in_red_on_every_organisers_page()
    {
        using var staff = await _given.SignedInAsync();
        Assert.Empty((await staff.GetAsync("/organise")).All(".notice.bad"));
        host.Services.GetRequiredService<Checkpoints>().Say(host.Clock.GetUtcNow(), "Entry 3 was changed.");
        foreach (string path in (string[])["/organise", "/organise/people", "/organise/audit"])
            Assert.Contains("Entry 3 was changed.", Assert.Single((await staff.GetAsync(path)).All(".notice.bad")), StringComparison.Ordinal);
        using var reader = host.NewBrowser();
        Assert.Empty((await reader.GetAsync("/")).All(".notice.bad"));
    }

    [Theory]
    [InlineData("a page")]
    [InlineData("a program")]
    public async Task Whoever_hangs_up_after_the_act_does_not_keep_it_out_of_the_chain(string by)
    {
        await using var scope = host.Services.CreateAsyncScope();
        using var line = new CancellationTokenSource();
        var account = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString()), new(ClaimTypes.Role, StaffRoles.Organiser)], "test");
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = line.Token, User = new ClaimsPrincipal(account) };
        http.Request.Method = "POST";
        long before = await CountAsync();

        // There is an entry for whatever was saved, and nothing was saved without one.
        try
        {
            if (by == "a program")
            {
                _ = await ActivatorUtilities.CreateInstance<AuditedWrites>(scope.ServiceProvider).InvokeAsync(new DefaultEndpointFilterInvocationContext(http), async _ => await SaveAndHangUpAsync(scope.ServiceProvider, line));
            }
            else
            {
                var page = new PageContext(new ActionContext(http, new RouteData(), new CompiledPageActionDescriptor { ViewEnginePath = "/Organise/Series/New" }));
                var context = new PageHandlerExecutingContext(page, [], null, new Dictionary<string, object?>(StringComparer.Ordinal), new object());
                await ActivatorUtilities.CreateInstance<AuditedActions>(scope.ServiceProvider).OnPageHandlerExecutionAsync(context, async () =>
                {
                    _ = await SaveAndHangUpAsync(scope.ServiceProvider, line);
                    return new PageHandlerExecutedContext(page, [], null, new object());
                });
            }
        }
        catch (OperationCanceledException)
        {
        }

        await using var db = host.OpenDb();
        Assert.Equal(await db.Series.CountAsync(), await CountAsync() - before);
        Assert.True(line.IsCancellationRequested);
    }

    private static async Task<object?> SaveAndHangUpAsync(IServiceProvider services, CancellationTokenSource line)
    {
        var db = services.GetRequiredService<EventsDb>();
        _ = db.Add(Given.Value(Series.New("hung-up", new("Water", "Eau"), new("P", "B"), "Institut", EventsHost.Start)));
        _ = await db.SaveChangesAsync();
        await line.CancelAsync();
        return null;
    }

    private async Task<(IReadOnlyList<AuditLine> Lines, long Count)> LinesAsync()
    {
        await using var db = host.OpenDb();
        return await db.AuditAsync(1, 20, CancellationToken.None);
    }

    private async Task<long> CountAsync() => (await LinesAsync()).Count;
}
