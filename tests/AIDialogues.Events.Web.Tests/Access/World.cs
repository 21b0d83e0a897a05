using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Boards;
using AIDialogues.Events.Data.Tokens;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Boards;
using AIDialogues.Events.Unattributed.Tokens;
using AIDialogues.Events.Web.Tests.Hosting;
using Npgsql;

namespace AIDialogues.Events.Web.Tests.Access;

/// <summary>
/// One of everything that an address can name. A feature with a new kind of thing adds it here under the word that stands before its id in an
/// address, or under the place's own name.
/// </summary>
internal sealed record World(IReadOnlyDictionary<string, string> Values, string OwnToken, string OtherToken, string DeadToken, string BoardKey)
{
    private static readonly byte[] PublicKey = Made();

    /// <summary>The secret address of a calendar, and that behind "do not invite me again".</summary>
    public required string CalendarToken { get; init; }

    /// <inheritdoc cref="CalendarToken"/>
    public required string OptOutToken { get; init; }

    /// <summary>What a door needs beside its address, by the door's name: ids that its form names, or its query.</summary>
    public required IReadOnlyDictionary<string, (string Name, string Value)[]> Fields { get; init; }

    public static async Task<World> MakeAsync(EventsHost host, Given given)
    {
        var series = await given.SeriesAsync("water-" + Guid.NewGuid().ToString("n")[..8]);
        var dialogue = await given.DialogueAsync(series, d => Given.Value(d.AddSession(new SessionDetails(new("Closing", "Clôture"), d.Rooms[0].Id, new(14, 0), new(15, 0), null, [new("Next", "Suite")], new("", "")))));
        var person = await given.PersonAsync();
        var (invitation, own) = await given.InvitationAsync(dialogue, person, i => _ = i.Answer(true, dialogue, given.Now) ?? i.CheckIn(dialogue, dialogue.BeginsAt));
        var (_, other) = await given.InvitationAsync(dialogue, await given.PersonAsync("Hana", "Novotná"));
        var gone = await given.PersonAsync("Lea", "Fontenelle");
        var (withdrawn, dead) = await given.InvitationAsync(dialogue, gone, i => i.Withdraw());
        var request = DataRequest.Of(invitation, DataRequestKind.See, _ => new byte[32], given.Now);
        var (erasure, receipt) = PlannedErasure.Of((await given.PersonAsync("Nia", "Osei")).Id, ErasureCause.Person, given.Now);
        var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, "Objet", "{link}"), given.Now);
        letter.Claim(given.Now);
        letter.Refused("550 no");
        var reader = await given.PersonAsync("Ira", "Holm");
        var wave = Given.Value(Wave.Draft(dialogue.Id, LetterKind.Invitation, 1, [reader.Id], given.Now));
        var export = Given.Value(Data.RosterExport.Ask(Guid.NewGuid(), "Badges for the printer", new(), given.Now));
        var (calendar, calendarToken) = PersonalLink.For(invitation.Id, given.Now, LinkPurpose.CalendarFeed);
        var (optOut, optOutToken) = OptOutLink.For(gone.Id, given.Now);
        var quotation = Given.Value(Quotation.Ask(invitation, Rule.ChathamHouse, "Water knows no border.", Language.English, given.Now));
        var said = ConsentEvent.Of(invitation, ConsentPurpose.NamedPublicly, given: false, ConsentSource.Link, new Notice(Language.English, "Words"), given.Now);
        var proposal = Given.Value(SubstituteProposal.Of(withdrawn, "Rui Costa", "rui@bassin.test", "Knows the river", given.Now));
        var segment = Given.Value(Segment.New("Institutions " + series.Slug, new() { Group = StakeholderGroup.Institutions }, given.Now));
        var batch = new ImportBatch { At = given.Now, By = "Noor Haddad", Added = 1 };
        var merge = new PersonMerge { At = given.Now, By = "Noor Haddad", KeptId = person.Id, GoneId = gone.Id, KeptBefore = PersonImage.Of(person.Details), KeptAfter = PersonImage.Of(person.Details) };
        var partner = Given.Value(Partner.New(series, new("Fondation Bleue", PartnerRole.Funding, "", new(2027, 2, 1))));
        partner.ShowLogo([0x89, 0x50, 0x4E, 0x47]);
        var issuing = new PublishedKey { KeyId = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(dialogue.Id.Value.ToByteArray())), DialogueId = dialogue.Id, SessionId = dialogue.Sessions[0].Id, Purpose = "point", PublicKey = PublicKey, ClosesAt = dialogue.EndsAt };
        string key = SessionKey.New();
        var summary = Published(dialogue.Sessions[0].Id, given.Now);
        // Each of the three kinds has doors of its own.
        var (ofDay, ofSeries, asked) = (Published(dialogue.Id, given.Now), Published(series.Id, given.Now), Released(dialogue.Sessions[1].Id, given.Now));
        var round = Given.Value(ObjectionRound.Open(asked, given.Now.AddDays(2), given.Now));
        var publication = Notes(series, dialogue);
        await given.SaveAsync(
            calendar, optOut, quotation, said, proposal, segment, batch, merge, partner, issuing,
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
            ["my:format"] = "jsonld",
            ["consents"] = person.Id.ToString(),
            ["purpose"] = nameof(ConsentPurpose.NamedPublicly),
            ["tokens"] = invitation.Id.ToString(),
            ["keys"] = dialogue.Id.ToString(),
            ["partners"] = partner.Id.ToString(),
            ["segments"] = segment.Id.ToString(),
            ["substitutes"] = proposal.Id.ToString(),
            ["import"] = batch.Id.ToString(),
            ["merge"] = merge.Id.ToString(),
            ["files:language"] = "french",
        }, own, other, dead, key)
        {
            CalendarToken = calendarToken, OptOutToken = optOutToken,
            Fields = new Dictionary<string, (string, string)[]>(StringComparer.Ordinal)
            {
                ["POST /my/{handle}/consents?handler=Quotation"] = [("quotation", quotation.Id.ToString()), ("answer", "no")],
                ["POST /organise/dialogues/{id:guid}/checkin?handler=CheckIn"] = [("invitation", invitation.Id.ToString())],
                ["POST /organise/dialogues/{id:guid}/checkin?handler=Undo"] = [("invitation", invitation.Id.ToString())],
                ["POST /organise/dialogues/{id:guid}/substitutes?handler=Approve"] = [("proposal", proposal.Id.ToString())],
                ["POST /organise/dialogues/{id:guid}/substitutes?handler=Refuse"] = [("proposal", proposal.Id.ToString())],
                ["POST /organise/invitations/{id:guid}?handler=Again"] = [("letter", letter.Id.ToString())],
                ["POST /organise/letters?handler=Again"] = [("letter", letter.Id.ToString())],
                ["POST /organise/letters?handler=Arrived"] = [("letter", letter.Id.ToString())],
                ["POST /organise/people/duplicates?handler=Undo"] = [("merge", merge.Id.ToString())],
                ["POST /organise/people/imports?handler=Undo"] = [("batch", batch.Id.ToString())],
                ["GET /organise/people/merge"] = [("Keep", person.Id.ToString()), ("Other", reader.Id.ToString())],
                ["POST /organise/people/merge"] = [("Keep", person.Id.ToString()), ("Other", reader.Id.ToString())],
            },
        };
    }

    /// <summary>Takes everything away but staff and tokens, whose sign-in goes on.</summary>
    public static async Task EndAsync(EventsHost host)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        // Hundreds of times: deleting leaves the files of the many empty tables as they are, and truncating does not. The ledger refuses to be emptied; this
        // session, which ends with its source, says it only copies.
        await using var command = source.CreateCommand("""
            SET session_replication_role = replica;
            DO $$ DECLARE t record; BEGIN
              FOR t IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('events', 'board', 'vault') AND tablename NOT IN ('migrations', 'api_tokens')
              LOOP EXECUTE format('DELETE FROM %I.%I', t.schemaname, t.tablename); END LOOP;
            END $$
            """);
        _ = await command.ExecuteNonQueryAsync();
    }

    private static byte[] Made()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(TokenKey.Bits);
        return rsa.ExportSubjectPublicKeyInfo();
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
