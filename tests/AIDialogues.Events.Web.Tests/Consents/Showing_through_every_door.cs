using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

/// <summary>
/// Random histories in which every step goes through the product's own door: choices by link and on behalf, answers where seats are few, invitations
/// taken back and made again, two records merged by mistake and parted, a restriction, an erasure, days under other rules. After each round the rule
/// in the domain and its SQL form are held against plain books, and so are predicates with a planted mistake, which the same comparison has to catch.
/// </summary>
public sealed class Showing_through_every_door(EventsHost host) : IAsyncLifetime
{
    private const int People = 5;
    private const int Rounds = 5;

    private static readonly ConsentPurpose[] Purposes =
        [ConsentPurpose.AttendUnderRule, ConsentPurpose.NamedPublicly, ConsentPurpose.AffiliationShown, ConsentPurpose.ParticipantsList, ConsentPurpose.ShareContact, ConsentPurpose.Photographed, ConsentPurpose.Quoted];

    private static readonly Dictionary<string, Func<Asked, bool>> Planted = new(StringComparer.Ordinal)
    {
        ["looks at no end"] = a => a.Allows(moment: DateTimeOffset.MinValue),
        ["looks at no answer to the invitation"] = a => a.Allows(invitation: InvitationState.Accepted),
        ["looks at no rule"] = a => a.Allows(rule: a.Ledger.LastOrDefault(l => l.Purpose == ConsentPurpose.Quoted)?.Rule),
        ["lets the first word count"] = a => a.Allows(ledger: [.. a.Ledger.GroupBy(l => (l.Purpose, l.QuotationId)).Select(g => g.First())]),
        ["lets any yes count"] = a => a.Allows(ledger: [.. a.Ledger.Where(l => l.State.Allows())]),
    };

    private readonly Given _given = new(host);
    private readonly HashSet<string> _caught = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    private CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Is_allowed_alike_whichever_way_it_came_to_be_and_every_planted_mistake_is_caught()
    {
        await Gen.Int[0, 99_999].Array[(People * 2 * Rounds) + 4].SampleAsync(PlayAsync, iter: 10, threads: 1);

        Assert.Empty(Planted.Keys.Except(_caught));
        Assert.Empty(((string[])["link", "on behalf", "accepted", "waits", "withdrawn", "again", "merged", "parted", "restricted", "erased"]).Except(_done));
    }

    private async Task PlayAsync(int[] dice)
    {
        await host.ResetAsync();
        var (days, stays) = await BeginAsync();
        for (int round = 0; round < Rounds; round++)
        {
            host.Clock.Advance(TimeSpan.FromDays(10));
            for (int i = 0; i < stays.Count; i++) await MoveAsync(stays[i], dice[(round * People * 2) + i], isFirst: round == 0);
            if (round == 2) await MergeAsync(stays, dice[^1], isParted: dice[^2] % 3 > 0);
            if (round == 3) await ChangeRuleAsync(days[0], dice[^3] % 2 == 0 ? Rule.OnTheRecord : Rule.OffTheRecord);
            if (round == 3 && dice[^4] % 2 == 0) await EraseAsync(stays);
            await CompareAsync(stays);
        }
    }

    /// <summary>The last two have one name. Both are invited to the first day, only the last to the second, where seats are few.</summary>
    private async Task<(Dialogue[] Days, List<Stay> Stays)> BeginAsync()
    {
        var series = await _given.SeriesAsync("water");
        Dialogue[] days = [await _given.DialogueAsync(series), await _given.DialogueAsync(series)];
        var places = Places.Of(days[1].Id);
        Assert.Null(places.Change(new(3, null, null, MayOverbook: true)));
        await _given.SaveAsync(places);
        await using var db = host.OpenDb();
        foreach (var day in days) Assert.Null(await db.AskForAsync(day.Id, Purposes.ToDictionary(p => p, p => p == ConsentPurpose.AttendUnderRule ? null : (int?)Months(p)), _given.Now, Ct));
        var stays = new List<Stay>();
        for (int i = 0; i < People; i++)
        {
            var person = await _given.PersonAsync("Expert", $"Canary{Math.Min(i, People - 2)}");
            foreach (var day in days)
            {
                var stay = new Stay(person, day);
                stays.Add(stay);
                if (i == People - 2 && day == days[1]) continue;
                await InviteAsync(stay);
                var quotation = Given.Value(Quotation.Ask(stay.Invitation!, day.Rule, $"Words {stays.Count}", Language.English, _given.Now));
                await _given.SaveAsync(quotation);
                stay.Quotation = quotation.Id;
            }
        }

        return (days, stays);
    }

    private static int Months(ConsentPurpose purpose) => 1 + ((int)purpose % 3);

    private async Task InviteAsync(Stay stay)
    {
        (stay.Invitation, stay.Token) = await _given.InvitationAsync(stay.Day, stay.Person);
        await AnswerAsync(stay, AnswerKind.Accept);
    }

    private async Task MoveAsync(Stay stay, int die, bool isFirst)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        if (stay.Invitation is null) return;
        if (isFirst)
        {
            foreach (var purpose in Purposes) await SayAsync(stay, purpose, yes: purpose == ConsentPurpose.AttendUnderRule || die / 7 % (2 + (int)purpose) != 0, ofWords: false, onBehalf: die % 4 == 0);
            await SayAsync(stay, ConsentPurpose.Quoted, yes: die % 3 != 0, ofWords: true, onBehalf: false);
            return;
        }

        switch (stay.IsWithdrawn && die % 2 == 0 ? 3 : die % 12)
        {
            case 0: await AnswerAsync(stay, die % 24 == 0 ? AnswerKind.Decline : AnswerKind.Undecided); break;
            case 1 or 2: await AnswerAsync(stay, AnswerKind.Accept); break;
            case 3: await WithdrawOrInviteAgainAsync(stay); break;
            case 4 when die % 5 == 0: await RestrictAsync(stay.Person); break;
            default: await SayAsync(stay, Purposes[die / 12 % Purposes.Length], yes: die / 100 % 3 != 0, ofWords: die / 1000 % 2 == 0, onBehalf: die % 12 > 9); break;
        }
    }

    /// <summary>By the link as the page takes it, or as an organiser notes it. Where the link is dead nobody says anything by it.</summary>
    private async Task SayAsync(Stay stay, ConsentPurpose purpose, bool yes, bool ofWords, bool onBehalf, Action<ConsentPurpose, bool>? heard = null)
    {
        await using var db = host.OpenDb();
        Id<Quotation>? quotation = purpose == ConsentPurpose.Quoted && ofWords ? stay.Quotation : null;
        var link = await db.BehindLinkAsync(stay.Token, _given.Now, Ct);
        if (link is null && !onBehalf) return;
        var invitation = link?.Invitation ?? await db.Invitations.SingleAsync(i => i.Id == stay.Invitation!.Id, Ct);
        var day = await db.Dialogues.AsNoTracking().SingleAsync(d => d.Id == stay.Day.Id, Ct);
        var act = onBehalf ? Given.Value(ConsentAct.OnBehalf(ConsentMethod.Paper, "", "Folder 3", Controller.Unknown, DateOnly.FromDateTime(_given.Now.UtcDateTime))) : ConsentAct.By(ConsentSource.Link);
        bool refused = (await db.RecordAsync(invitation, day, [new(purpose, yes, new(Language.English, "Words")) { Quotation = quotation }], act, _given.Now, Ct)).Refused(out _, out _);
        Assert.Equal(yes && quotation is not null && day.Rule == Rule.OffTheRecord, refused);
        _ = _done.Add(onBehalf ? "on behalf" : "link");
        if (!refused && stay.Books.Hear(purpose, yes, Months(purpose), day.Rule, quotation?.Value, _given.Now)) heard?.Invoke(purpose, yes);
    }

    private async Task AnswerAsync(Stay stay, AnswerKind kind)
    {
        await using var db = host.OpenDb();
        // Some are refused, as they should be; who takes part is read afterwards.
        if ((await db.AnswerAsync(stay.Invitation!.Id, new(kind), _given.Now, Ct)).Refused(out _, out var answered)) return;
        if (answered.State == InvitationState.Accepted) _ = _done.Add("accepted");
        if (answered.State == InvitationState.Waitlisted) _ = _done.Add("waits");
    }

    private async Task WithdrawOrInviteAgainAsync(Stay stay)
    {
        await using var db = host.OpenDb();
        if (!(await db.WithdrawAsync(stay.Invitation!.Id, _given.Now, Ct)).Refused(out _, out _))
        {
            stay.IsWithdrawn = true;
            _ = _done.Add("withdrawn");
            return;
        }

        (await db.Invitations.SingleAsync(i => i.Id == stay.Invitation.Id, Ct)).InviteAgain(InvitationRole.Participant, _given.Now);
        (var link, stay.Token) = PersonalLink.For(stay.Invitation.Id, _given.Now);
        _ = db.Add(link);
        _ = await db.SaveChangesAsync(Ct);
        await AnswerAsync(stay, AnswerKind.Accept);
        stay.IsWithdrawn = false;
        _ = _done.Add("again");
    }

    private async Task RestrictAsync(Person one)
    {
        await using var db = host.OpenDb();
        var person = await db.People.SingleAsync(p => p.Id == one.Id, Ct);
        if (person.RestrictedAt is null) person.Restrict(_given.Now);
        else person.LiftRestriction();
        _ = await db.SaveChangesAsync(Ct);
        _ = _done.Add("restricted");
    }

    private async Task EraseAsync(List<Stay> stays)
    {
        var person = stays[0].Person;
        foreach (var stay in stays.Where(s => s.Person == person)) stay.Invitation = null;
        await using var db = host.OpenDb();
        await new PersonErasure(db, host.Keys, new AuditLog(db, host.Keys, host.Clock), host.Clock).EraseAsync(person.Id.Value, "test", Ct);
        _ = _done.Add("erased");
    }

    private async Task ChangeRuleAsync(Dialogue day, Rule rule)
    {
        await using var db = host.OpenDb();
        var d = await db.Dialogues.SingleAsync(x => x.Id == day.Id, Ct);
        Assert.Null(d.Change(new(d.Title, d.Day, d.Begins, d.Ends, d.Venue, d.Zone, rule, d.AnswerBy, d.RemindDaysBefore)));
        _ = await db.SaveChangesAsync(Ct);
    }

    /// <summary>The two of one name become one, the last of them says something by their own links, and mostly they are parted again.</summary>
    private async Task MergeAsync(List<Stay> stays, int die, bool isParted)
    {
        await using var db = host.OpenDb();
        Stay[] kept = [stays[^4], stays[^3]], gone = [stays[^2], stays[^1]];
        ShowingBooks[] own = [.. kept.Select(s => s.Books)], others = [.. gone.Select(s => s.Books)];
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var merge = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept[0].Person.Id, gone[0].Person.Id, (await db.People.SingleAsync(p => p.Id == kept[0].Person.Id, Ct)).Details, "Noor", Ct));
        _ = _done.Add("merged");
        for (int i = 0; i < 2; i++)
        {
            // Whatever is said by either's link now is said by the one.
            kept[i].Books = own[i].Copy();
            kept[i].Books.TakeIn(others[i]);
            var (day, books) = (i, kept[i].Books);
            for (int word = 0; word < 3; word++)
            {
                host.Clock.Advance(TimeSpan.FromMinutes(1));
                var purpose = Purposes[(die + (word * 3) + i) % Purposes.Length];
                gone[i].Books = books;
                await SayAsync(gone[i], purpose, yes: (die / 10 + word) % 3 != 0, ofWords: false, onBehalf: false, (said, yes) =>
                {
                    if (day == 0) own[0].Doubt(said, yes);
                    if (day == 0) others[0].Doubt(said, yes);
                    else _ = others[1].Hear(said, yes, Months(said), stays[^1].Day.Rule, null, _given.Now);
                });
            }
        }

        foreach (var stay in gone) stay.Books = new();
        await CompareAsync(stays);
        if (!isParted)
        {
            for (int i = 0; i < 2; i++)
            {
                kept[i].Invitation = await db.Invitations.AsNoTracking().SingleAsync(x => x.PersonId == kept[i].Person.Id && x.DialogueId == kept[i].Day.Id, Ct);
                (kept[i].Token, gone[i].Invitation) = (gone[i].Token, null);
            }

            return;
        }

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var purpose in kept[0].Books.Purposes) own[0].RefuseUnasked(purpose);
        _ = Given.Value((await new PeopleMerge(db, host.Clock).UndoAsync(merge.Id, Ct))!);
        for (int i = 0; i < 2; i++) (kept[i].Books, gone[i].Books) = (own[i], others[i]);
        _ = _done.Add("parted");
    }

    private async Task CompareAsync(List<Stay> stays)
    {
        await using var db = host.OpenDb();
        var people = await db.People.IgnoreQueryFilters().AsNoTracking().ToDictionaryAsync(p => p.Id, Ct);
        var invitations = await db.Invitations.IgnoreQueryFilters().AsNoTracking().ToDictionaryAsync(i => (i.PersonId, i.DialogueId), i => i.State, Ct);
        var ledgers = (await db.ConsentEvents.AsNoTracking().OrderBy(c => c.At).ToListAsync(Ct)).ToLookup(c => (c.PersonId, c.DialogueId));
        var rules = await db.Dialogues.AsNoTracking().ToDictionaryAsync(d => d.Id, d => d.Rule, Ct);
        foreach (var stay in stays)
        {
            stay.Books.TakesPart = invitations.GetValueOrDefault(stay.Key, InvitationState.Withdrawn) == InvitationState.Accepted;
            stay.Books.IsRestricted = people[stay.Person.Id] is { RestrictedAt: not null } or { ErasedAt: not null };
        }

        foreach (var moment in (DateTimeOffset[])[_given.Now, _given.Now.AddDays(40), _given.Now.AddYears(1)])
        {
            foreach (var (what, place) in Enum.GetValues<Shown>().SelectMany(_ => (ShownPlace[])[ShownPlace.PublicPage, ShownPlace.ParticipantsList], (w, p) => (w, p)))
            {
                List<(Guid, Guid)> Of(Func<Stay, bool> allows) => [.. stays.Where(allows).Select(s => (s.Person.Id.Value, s.Day.Id.Value)).Order()];
                Asked Ask(Stay s) => new(what, place, moment, people[s.Person.Id], invitations.GetValueOrDefault(s.Key, InvitationState.Withdrawn), rules[s.Day.Id], [.. ledgers[s.Key]], what == Shown.Quotation ? s.Quotation : null);
                var books = Of(s => s.Books.TakesPart && s.Books.Allows(what, Showing.IsPublic(place), moment, rules[s.Day.Id]));
                var sql = (await db.MayBeShown(what, place, moment).ToListAsync(Ct)).Select(s => (s.PersonId, s.DialogueId)).Order().ToList();
                Assert.Equal(books, sql);
                Assert.Equal(books, Of(s => Ask(s).Allows()));
                foreach (var (mistake, predicate) in Planted)
                    if (!books.SequenceEqual(Of(s => predicate(Ask(s))))) _ = _caught.Add(mistake);
            }
        }
    }

    /// <summary>One question to the predicate, of which a planted mistake changes a part.</summary>
    private sealed record Asked(Shown What, ShownPlace Place, DateTimeOffset Moment, Person Person, InvitationState Invitation, Rule Rule, List<ConsentEvent> Ledger, Id<Quotation>? Quotation)
    {
        public bool Allows(DateTimeOffset? moment = null, InvitationState? invitation = null, Rule? rule = null, List<ConsentEvent>? ledger = null) =>
            Showing.Allows(What, Place, moment ?? Moment, Person, invitation ?? Invitation, rule ?? Rule, ledger ?? Ledger, Quotation);
    }

    /// <summary>One person on one day.</summary>
    private sealed record Stay(Person Person, Dialogue Day)
    {
        public ShowingBooks Books { get; set; } = new();

        public Invitation? Invitation { get; set; }

        public Id<Quotation>? Quotation { get; set; }

        public string Token { get; set; } = "";

        public bool IsWithdrawn { get; set; }

        public (Id<Person>, Id<Dialogue>) Key => (Person.Id, Day.Id);
    }
}
