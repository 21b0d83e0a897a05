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
        var dialogue = await given.DialogueAsync(series);
        var person = await given.PersonAsync();
        var (invitation, own) = await given.InvitationAsync(dialogue, person, i => i.Answer(true, dialogue, given.Now));
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
        var summary = Published(dialogue, given.Now);
        var publication = Notes(series, dialogue);
        await given.SaveAsync(
            request, erasure, letter, summary, publication, wave, export,
            new BoardSession { SessionId = dialogue.Sessions[0].Id, Board = "{}" }, new BoardKey { KeySha256 = SessionKey.Sha256(key), SessionId = dialogue.Sessions[0].Id, Purpose = nameof(KeyPurpose.Report) });
        return new(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["series"] = series.Id.ToString(),
            ["slug"] = series.Slug,
            ["dialogues"] = dialogue.Id.ToString(),
            ["sessions"] = dialogue.Sessions[0].Id.ToString(),
            ["summaries"] = summary.Id.ToString(),
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

    private static Summary Published(Dialogue dialogue, DateTimeOffset now)
    {
        var summary = Summary.Request(dialogue.Sessions[0].Id, Language.English, now);
        summary.Assemble([new DraftItem(null, PointKind.Fact, "Water is wet.", false)]);
        if ((summary.Submit(Guid.NewGuid(), now) ?? summary.Release(Guid.NewGuid(), Rule.ChathamHouse, now) ?? summary.Publish(Rule.ChathamHouse, now)) is not null) throw new InvalidOperationException("The summary cannot be published.");
        return summary;
    }

    private static Publication Notes(Series series, Dialogue dialogue)
    {
        var details = new PublicationDetails(PublicationKind.Notes, new("Notes", "Notes"), new("", ""), new("One shared record.", ""), "Noor Haddad", Licence.CcBy, "", dialogue.Id, false);
        if (Publication.New(series, details).Refused(out _, out var notes) || notes.Publish(0, "", new(2027, 3, 1)) is not null) throw new InvalidOperationException("The notes cannot be published.");
        return notes;
    }
}
