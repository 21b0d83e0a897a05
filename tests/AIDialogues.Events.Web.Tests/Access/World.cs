using AIDialogues.Events.Data.Boards;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Boards;
using AIDialogues.Events.Web.Tests.Hosting;
using Npgsql;

namespace AIDialogues.Events.Web.Tests.Access;

/// <summary>
/// One of everything that an address can name. A feature with a new kind of thing adds it here under the word that stands before its id in an
/// address, or under the place's own name.
/// </summary>
internal sealed record World(IReadOnlyDictionary<string, string> Values, string OwnToken, string OtherToken, string DeadToken, string BoardKey)
{
    public static async Task<World> MakeAsync(EventsHost host, Given given)
    {
        var series = await given.SeriesAsync("water-" + Guid.NewGuid().ToString("n")[..8]);
        var dialogue = await given.DialogueAsync(series, d => Given.Value(d.AddSession(new SessionDetails(new("Closing", "Clôture"), d.Rooms[0].Id, new(14, 0), new(15, 0), null, [new("Next", "Suite")], new("", "")))));
        var person = await given.PersonAsync();
        var (invitation, own) = await given.InvitationAsync(dialogue, person, i => _ = i.Answer(true, dialogue, given.Now) ?? i.CheckIn(dialogue, dialogue.BeginsAt));
        var (_, other) = await given.InvitationAsync(dialogue, await given.PersonAsync("Hana", "Novotná"));
        var (_, dead) = await given.InvitationAsync(dialogue, await given.PersonAsync("Lea", "Fontenelle"), i => i.Withdraw());
        var request = DataRequest.Of(invitation, DataRequestKind.See, _ => new byte[32], given.Now);
        var (erasure, receipt) = PlannedErasure.Of((await given.PersonAsync("Nia", "Osei")).Id, ErasureCause.Person, given.Now);
        var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, "Objet", "{link}"), given.Now);
        letter.Claim(given.Now);
        letter.Refused("550 no");
        var reader = await given.PersonAsync("Ira", "Holm");
        var wave = Given.Value(Wave.Draft(dialogue.Id, LetterKind.Invitation, 1, [reader.Id], given.Now));
        var export = Given.Value(Data.RosterExport.Ask(Guid.NewGuid(), "Badges for the printer", new(), given.Now));
        string key = SessionKey.New();
        var summary = Published(dialogue.Sessions[0].Id, given.Now);
        // Each of the three kinds has doors of its own.
        var (ofDay, ofSeries, asked) = (Published(dialogue.Id, given.Now), Published(series.Id, given.Now), Released(dialogue.Sessions[1].Id, given.Now));
        var round = Given.Value(ObjectionRound.Open(asked, given.Now.AddDays(2), given.Now));
        var publication = Notes(series, dialogue);
        await given.SaveAsync(
            request, erasure, letter, summary, ofDay, ofSeries, asked, publication, wave, export,
            round, new BoardSession { SessionId = dialogue.Sessions[0].Id, Board = "{}" }, new BoardKey { KeySha256 = SessionKey.Sha256(key), SessionId = dialogue.Sessions[0].Id, Purpose = nameof(KeyPurpose.Report) });
        return new(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["series"] = series.Id.ToString(),
            ["slug"] = series.Slug,
            ["dialogues"] = dialogue.Id.ToString(),
            ["sessions"] = dialogue.Sessions[0].Id.ToString(),
            ["summaries"] = summary.Id.ToString(),
            ["summary-of:kind"] = "session",
            ["summary-of"] = dialogue.Sessions[0].Id.ToString(),
            ["drafts"] = asked.Id.ToString(),
            ["files"] = publication.Files[0].Id.ToString(),
            ["publications"] = publication.Id.ToString(),
            ["people"] = person.Id.ToString(),
            ["invitations"] = invitation.Id.ToString(),
            ["letters"] = letter.Id.ToString(),
            ["waves"] = wave.Id.ToString(),
            ["readers"] = reader.Id.ToString(),
            ["deliveries"] = letter.Id.ToString(),
            ["data"] = request.Id.ToString(),
            ["export"] = export.Id.ToString(),
            ["receipt"] = receipt,
            ["kind"] = "invitation",
            ["language"] = "french",
            ["format"] = "md",
            ["documentName"] = "v1",
        }, own, other, dead, key);
    }

    /// <summary>Takes everything away but staff and tokens, whose sign-in goes on.</summary>
    public static async Task EndAsync(EventsHost host)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using var command = source.CreateCommand("SET session_replication_role = replica; TRUNCATE events.series, events.people, board.sessions, vault.statements CASCADE");
        // The ledger refuses to be emptied; this session, which ends with its source, says it only copies.
        _ = await command.ExecuteNonQueryAsync();
    }

    private static Summary Published(SummaryScope scope, DateTimeOffset now)
    {
        var summary = Released(scope, now);
        return summary.Publish(Rule.ChathamHouse, now) is null ? summary : throw new InvalidOperationException("The summary cannot be published.");
    }

    private static Summary Released(SummaryScope scope, DateTimeOffset now)
    {
        var summary = Summary.Request(scope, Language.English, now);
        summary.Assemble([new DraftItem(null, PointKind.Fact, "Water is wet.", false)]);
        return (summary.Submit(Guid.NewGuid(), now) ?? summary.Release(Guid.NewGuid(), Rule.ChathamHouse, now)) is null ? summary : throw new InvalidOperationException("The summary cannot be released.");
    }

    private static Publication Notes(Series series, Dialogue dialogue)
    {
        var details = new PublicationDetails(PublicationKind.Notes, new("Notes", "Notes"), new("", ""), new("One shared record.", ""), "Noor Haddad", Licence.CcBy, "", dialogue.Id, false);
        var cover = new PublicationFile(PublicationFileKind.Cover, Language.English, [0x89, 0x50, 0x4E, 0x47], new("A river", "Un fleuve"));
        if (Publication.New(series, details).Refused(out _, out var notes) || (notes.Attach(cover) ?? notes.Publish([], 0, Guid.NewGuid(), "", new(2027, 3, 1))) is not null) throw new InvalidOperationException("The notes cannot be published.");
        return notes;
    }
}
