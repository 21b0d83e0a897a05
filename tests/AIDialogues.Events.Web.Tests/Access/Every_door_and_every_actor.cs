using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Access;

/// <summary>
/// The matrix of every route, every kind of actor, and a thing that is there or was never made, compared with <c>routes.txt</c>. A route that is
/// not in the file fails with the line to add; AIDE_WRITE_ROUTES=1 writes the file anew, for a reader to look at in the difference.
/// </summary>
public sealed class Every_door_and_every_actor(EventsHost host) : IAsyncLifetime
{
    /// <summary>The doors that open to no actor here, each with its reason.</summary>
    private static readonly Dictionary<string, string> OpenToNobody = new(StringComparer.Ordinal)
    {
        ["GET /account/denied"] = "says with its own status that one was sent away; Being_refused_a_page reads it",
        ["GET /problem"] = "what went wrong elsewhere is shown under that address; by itself it says that there is nothing",
        ["POST /problem"] = "the same for a form that could not be read",
        ["GET /{**path}"] = "what no other door takes: there is nothing",
        ["GET /{**path:file}"] = "the same for files",
        ["HEAD /{**path:file}"] = "the same for files",
        ["GET /api/v1/{**rest}"] = "the same for programs",
        ["POST /report/summaries/{id:guid}/objections?handler=Handle"] = "needs a round that is over, with objections from the room; Asking_the_participants decides them",
    };

    private static readonly Dictionary<string, string> NeverMade = new(StringComparer.Ordinal) { ["documentName"] = "v1", ["kind"] = "invitation", ["files:language"] = "french", ["format"] = "md", ["purpose"] = "NamedPublicly" };

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Case_26_28_and_33_opens_to_whom_the_table_says_and_to_nobody_else()
    {
        var routes = await Route.AllAsync(host);
        var actors = await Actor.AllAsync(host, _given);
        Assert.True(routes.Count > 80 && actors.Count >= 10, $"{routes.Count} routes and {actors.Count} actors are too few to say something.");
        var told = routes.ToDictionary(r => r, _ => (There: new List<char>(), Never: new List<char>()));
        foreach (var actor in actors)
        {
            var world = await World.MakeAsync(host, _given);
            // Signing out is a door too, and the last one.
            foreach (var route in routes.OrderBy(r => r.Pattern.RawText!.Contains("account/", StringComparison.Ordinal)))
            {
                char there = await actor.TryAsync(route, world, there: true), never = await actor.TryAsync(route, world, there: false);
                told[route].There.Add(there);
                told[route].Never.Add(never);
                // Whoever came in with a write may have changed something: the next one finds everything new.
                if (!actor.HasChanged) continue;
                await World.EndAsync(host);
                world = await World.MakeAsync(host, _given);
            }

            await World.EndAsync(host);
        }

        var lines = routes.Select(r => $"{string.Concat(told[r].There)} {string.Concat(told[r].Never)} {r.Name}").ToList();
        var handedOut = actors.SelectMany(a => a.HandedOut).ToHashSet(StringComparer.Ordinal);
        foreach (var actor in actors) actor.Dispose();
        if (Environment.GetEnvironmentVariable("AIDE_WRITE_ROUTES") == "1") await File.WriteAllLinesAsync(TableFile, Head(actors).Concat(lines));
        // Nobody breaks anything, whatever they send.
        Assert.Empty(lines.Where(l => l[..(2 * actors.Count + 1)].Contains('X', StringComparison.Ordinal)));
        // A form that answers with a file is an export, and then the search for canaries looks into it.
        Assert.NotEmpty(handedOut);
        Assert.Empty(handedOut.Except(routes.Where(r => r.IsExport).Select(r => r.Name)));
        // A door that nobody can open here is a door that nothing is known of.
        Assert.Equal(OpenToNobody.Keys.Order(StringComparer.Ordinal), lines.Where(l => !l[..(2 * actors.Count + 1)].Contains('+', StringComparison.Ordinal)).Select(l => l[(2 * actors.Count + 2)..]).Order(StringComparer.Ordinal));
        var table = (await File.ReadAllLinesAsync(TableFile)).Where(l => !l.StartsWith('#')).ToList();
        // The positive control: an organiser's form is taken for what it is, not refused for its token.
        Assert.Contains(lines, l => l.EndsWith(" POST /organise/people/{id:guid}", StringComparison.Ordinal) && l.Split(' ')[1][actors.Select(a => a.Name).ToList().IndexOf("organiser")] == '0');
        Assert.Empty(lines.Except(table, StringComparer.Ordinal).Select(l => "missing or different: " + l));
        Assert.Empty(table.Except(lines, StringComparer.Ordinal).Select(l => "no longer so: " + l));
    }

    [Fact]
    public async Task Case_26_and_33_a_thing_of_another_day_or_person_is_not_found_through_the_address_of_ones_own()
    {
        var (here, elsewhere) = (await World.MakeAsync(host, _given), await World.MakeAsync(host, _given));
        var routes = (await Route.AllAsync(host)).Where(r => r.Things > 1 || (r.Things == 1 && here.Fields.ContainsKey(r.Name))).ToList();
        Assert.True(routes.Count > 25, $"{routes.Count} routes are too few to say something.");
        var open = new List<string>();
        foreach (var actor in (await Actor.AllAsync(host, _given)).Where(a => a.Name is "organiser" or "token" or "rapporteur" or "expert-own-link" or "nobody"))
        {
            foreach (var route in routes)
            {
                string told = await actor.TryMixedAsync(route, here, elsewhere.Values, elsewhere.Fields.GetValueOrDefault(route.Name, []));
                // A refusal that comes before the thing is looked for says nothing of it, if it says the same of one that was never made.
                if (told.Length > 0 && told != await actor.TryMixedAsync(route, here, NeverMade, elsewhere.Fields.GetValueOrDefault(route.Name, []).Select(f => (f.Name, Guid.NewGuid().ToString())))) open.Add($"{told} {actor.Name} {route.Name}");
            }

            actor.Dispose();
        }

        Assert.Empty(open);
    }

    [Fact]
    public async Task The_table_itself_opens_nothing_of_the_organisers_to_anybody_else()
    {
        string[] all = await File.ReadAllLinesAsync(TableFile);
        string[] actors = [.. all.Where(l => l.StartsWith("# ", StringComparison.Ordinal) && l.Contains(" = ", StringComparison.Ordinal)).Select(l => l.Split(" = ")[1])];
        int organiser = Array.IndexOf(actors, "organiser"), token = Array.IndexOf(actors, "token"), rapporteur = Array.IndexOf(actors, "rapporteur");
        var rows = all.Where(l => l.Length > 0 && !l.StartsWith('#')).Select(l => l.Split(' ', 3)).ToList();
        Assert.True(rows.Count > 80);
        foreach (string[] row in rows)
        {
            string route = row[2].Split(' ')[1];
            var may = Enumerable.Range(0, actors.Length).Where(i => row[0][i] == '+' || row[1][i] == '+').ToHashSet();
            if (route.StartsWith("/organise", StringComparison.Ordinal)) Assert.True(may.IsSubsetOf([organiser]), string.Join(' ', row));
            if (route.StartsWith("/report", StringComparison.Ordinal)) Assert.True(may.IsSubsetOf([organiser, rapporteur]), string.Join(' ', row));
            if (route.StartsWith("/api", StringComparison.Ordinal)) Assert.True(may.IsSubsetOf([token]), string.Join(' ', row));
            // Nothing opens by a made-up id, except what has no id or makes one.
            if (row[0].Length != actors.Length || row[1].Length != actors.Length) Assert.Fail("A row of another width: " + string.Join(' ', row));
        }
    }

    private static string TableFile
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AIDialogues.Events.sln"))) folder = folder.Parent;
            return Path.Combine(folder!.FullName, "tests", "AIDialogues.Events.Web.Tests", "Access", "routes.txt");
        }
    }

    private static IEnumerable<string> Head(IReadOnlyList<Actor> actors) =>
    [
        "# Who comes in where. Written anew by AIDE_WRITE_ROUTES=1 ./dev test Every_door_and_every_actor; look at the difference before you keep it.",
        "# First word: the thing is there; second: it was never made. + came in, - was sent away, 0 found nothing there. A column for each actor:",
        .. actors.Select((a, i) => $"# {i + 1} = {a.Name}"),
    ];
}
