using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.People;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Demo;
using AIDialogues.Events.Worker.Hosting;
using Npgsql;

namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>seed-demo [--stage …]</c>: an invented series, only ever into an empty database or over an earlier demo.</summary>
internal static class SeedDemoCommand
{
    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        var arguments = new Arguments(words, "seed-demo [--stage invite|week-before|live|after]", optionNames: ["--stage"]);
        arguments.None();
        string name = arguments["--stage"] ?? "invite";
        if (!DemoStages.ByName.TryGetValue(name, out var stage)) throw arguments.Wrong($"There is no stage “{name}”.");
        await using var owner = Owner.Open(settings);
        var mark = new DemoMark(owner);
        string? before = await mark.StageAsync(ct);
        bool isOurs = before is null ? await mark.IsEmptyAsync(ct) : !await mark.HoldsMoreAsync(DemoTexts.Series.Slug, ct);
        if (!isOurs && before != name) throw new SettingException("This database holds data that is not the demo's, so nothing was written; the demo needs a database of its own.");

        if (before == name && !await mark.IsEmptyAsync(ct))
        {
            Console.WriteLine($"The demo is here already, at stage {name}.");
        }
        else
        {
            await SeedAsync(owner, new KeyStore(settings.DataDirectory()), mark, stage, name, TimeProvider.System.GetUtcNow(), ct);
            Console.WriteLine(before is null ? $"The demo is ready, at stage {name}." : $"The demo was written anew, at stage {name} instead of {before}.");
        }

        await using var accounts = new StaffAccounts(owner);
        await DemoSignIn.EnsureAsync(accounts, settings);
        return 0;
    }

    private static async Task SeedAsync(NpgsqlDataSource owner, KeyStore keys, DemoMark mark, DemoStage stage, string name, DateTimeOffset now, CancellationToken ct)
    {
        // Marked first: if this breaks off half way, the next run may clear what it finds.
        await mark.SetAsync(name + " (unfinished)", ct);
        await mark.ClearAsync(ct);
        var builder = new DemoBuilder(stage, now);
        var (series, dialogues) = builder.Series();
        var people = builder.People();
        var said = DemoStatements.Of(dialogues[0]);
        await using (var db = DataSetup.Open(owner, keys))
        {
            _ = db.Add(series);
            db.AddRange(dialogues);
            db.AddRange(people);
            new DemoInvitations(db, stage, series, dialogues[0], now).Add(people);
            if (stage == DemoStage.After)
            {
                var there = db.Invitations.Local.Where(i => i.CheckedInAt is not null).Select(i => i.PersonId).ToHashSet();
                var present = people.Where(p => there.Contains(p.Id)).Select(p => new Present(p.Country, p.Group, p.Gender)).ToList();
                _ = db.Add(DemoStatements.Published(dialogues[0], said, people, present, now));
                db.AddRange(DemoPublications.Of(series, dialogues[0], people, present, now));
                _ = db.Add(Summary.Request(DemoStatements.Sessions(dialogues[0])[1].Id, Language.English, now));
            }

            _ = await db.SaveChangesAsync(ct);
            await db.FollowPublicFiguresAsync(now, ct);
        }

        if (stage == DemoStage.After) await DemoStatements.WriteAsync(owner, said, ct);
        await mark.SetAsync(name, ct);
    }
}
