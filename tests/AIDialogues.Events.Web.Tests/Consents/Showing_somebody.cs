using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

/// <summary>
/// Random histories of people who give, refuse, withdraw, let expire, renew, decline, are taken off, under rules that change: after each round
/// the rule in the domain, its SQL form and what pages really show are held against a plain book-keeping that shares no code with either.
/// </summary>
public sealed class Showing_somebody(EventsHost host) : IAsyncLifetime
{
    private const int People = 12;
    private const int Rounds = 7;

    private static readonly ConsentPurpose[] Purposes =
        [ConsentPurpose.AttendUnderRule, ConsentPurpose.NamedPublicly, ConsentPurpose.AffiliationShown, ConsentPurpose.ParticipantsList, ConsentPurpose.ShareContact, ConsentPurpose.Photographed, ConsentPurpose.Quoted];

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Is_allowed_by_the_domain_by_the_SQL_and_by_the_books_alike_at_every_moment() =>
        await Gen.Int[0, 99_999].Array[People * Rounds].SampleAsync(PlayAsync, iter: 3, threads: 1);

    [Fact]
    public async Task Is_compared_by_a_test_that_would_notice_a_difference()
    {
        var books = new Books("Canary");
        books.Say(ConsentPurpose.NamedPublicly, true, _given.Now.AddDays(1), Rule.ChathamHouse, null);

        Assert.True(books.Allows(Shown.Name, isPublic: true, _given.Now, Rule.ChathamHouse));
        Assert.False(books.Allows(Shown.Name, isPublic: true, _given.Now.AddDays(2), Rule.ChathamHouse));
        Assert.False(books.Allows(Shown.Name, isPublic: false, _given.Now, Rule.ChathamHouse));
        await Task.CompletedTask;
    }

    private async Task PlayAsync(int[] dice)
    {
        await host.ResetAsync();
        var dialogue = await _given.DialogueAsync(await _given.SeriesAsync("water"));
        var players = new List<Player>();
        for (int i = 0; i < People; i++)
        {
            var person = await _given.PersonAsync("Expert", $"Canary{i:00}", affiliation: $"House of Canary{i:00}");
            var (invitation, _) = await _given.InvitationAsync(dialogue, person, one => Assert.Null(one.Answer(true, dialogue, _given.Now)));
            var quotation = Given.Value(Quotation.Ask(invitation, dialogue.Rule, $"Words of Canary{i:00}", Language.English, _given.Now));
            await _given.SaveAsync(quotation);
            players.Add(new(person, invitation, quotation, new Books(person.FamilyName)));
        }

        int compared = 0;
        for (int round = 0; round < Rounds; round++)
        {
            host.Clock.Advance(TimeSpan.FromDays(20));
            if (round == 4) dialogue = await ChangeRuleAsync(dialogue.Id);
            for (int i = 0; i < People; i++) await PlayAsync(players[i], dice[(round * People) + i], dialogue);
            compared += await CompareAsync(players, dialogue.Id);
        }

        Assert.True(compared > 0, "somebody was shown somewhere");
    }

    private async Task<Dialogue> ChangeRuleAsync(Id<Dialogue> id)
    {
        await using var db = host.OpenDb();
        var d = await db.Dialogues.SingleAsync(x => x.Id == id);
        Assert.Null(d.Change(new(d.Title, d.Day, d.Begins, d.Ends, d.Venue, d.Zone, Rule.OnTheRecord, d.AnswerBy, d.RemindDaysBefore)));
        _ = await db.SaveChangesAsync();
        return d;
    }

    /// <summary>One move: mostly a yes, so that something is shown at all.</summary>
    private async Task PlayAsync(Player player, int die, Dialogue dialogue)
    {
        if (die % 10 == 0)
        {
            await MoveAsync(player, die / 10 % 4);
            return;
        }

        // A yes to several purposes at once in the first rounds of a player, single changes later.
        var purposes = player.Lines.Count == 0 ? Purposes : [Purposes[die / 10 % Purposes.Length]];
        foreach (var purpose in purposes)
        {
            var about = purpose == ConsentPurpose.Quoted && die / 100 % 2 == 0 ? player.Quotation.Id : (Id<Quotation>?)null;
            Add(player, purpose, about, die, dialogue);
            if (player.Lines.Count <= Purposes.Length && purpose == ConsentPurpose.Quoted) Add(player, purpose, about is null ? player.Quotation.Id : null, die, dialogue);
        }

        await _given.SaveAsync([.. player.Lines.Where(l => player.Saved.Add(l.Id))]);
    }

    private void Add(Player player, ConsentPurpose purpose, Id<Quotation>? about, int die, Dialogue dialogue)
    {
        var state = (die / 1000 % 6) switch { 0 => ConsentState.Refused, 1 => ConsentState.Withdrawn, 2 => ConsentState.Requested, 3 => ConsentState.Renewed, _ => ConsentState.Given };
        int months = 1 + (die % 4);
        var question = new ConsentQuestion(player.Person.Id, dialogue.Id, purpose, new(Language.English, "words")) { Rule = dialogue.Rule, ValidMonths = months, Quotation = about };
        var previous = player.Lines.FindLast(l => l.Purpose == purpose && l.QuotationId == about);
        player.Lines.Add(ConsentEvent.After(previous, question, state, ConsentAct.By(ConsentSource.Link), _given.Now));
        if (state != ConsentState.Requested) player.Books.Say(purpose, state is ConsentState.Given or ConsentState.Renewed, _given.Now.AddMonths(months), dialogue.Rule, about?.Value);
    }

    private async Task MoveAsync(Player player, int move)
    {
        await using var db = host.OpenDb();
        var invitation = await db.Invitations.SingleAsync(i => i.Id == player.Invitation.Id);
        var dialogue = await db.Dialogues.SingleAsync();
        var person = await db.People.SingleAsync(p => p.Id == player.Person.Id);
        if (move == 0) invitation.Withdraw();
        else if (move == 3 && person.RestrictedAt is null) person.Restrict(_given.Now);
        else if (move == 3) person.LiftRestriction();
        else _ = invitation.Answer(move == 1, dialogue, _given.Now);
        _ = await db.SaveChangesAsync();
        (player.Person, player.Books.IsRestricted) = (person, person.RestrictedAt is not null);
        player.Books.TakesPart = invitation.State == InvitationState.Accepted;
        player.Invitation = invitation;
    }

    private async Task<int> CompareAsync(List<Player> players, Id<Dialogue> id)
    {
        await using var db = host.OpenDb();
        var rule = (await db.Dialogues.AsNoTracking().SingleAsync(d => d.Id == id)).Rule;
        int shown = 0;
        foreach (var moment in (DateTimeOffset[])[_given.Now, _given.Now.AddDays(40), _given.Now.AddYears(1)])
        {
            foreach (var (what, place) in Enum.GetValues<Shown>().SelectMany(_ => (ShownPlace[])[ShownPlace.PublicPage, ShownPlace.ParticipantsList], (w, p) => (w, p)))
            {
                var sql = (await db.MayBeShown(what, place, moment).ToListAsync()).Select(s => s.PersonId).Order().ToList();
                var domain = players.Where(p => Showing.Allows(what, place, moment, p.Person, p.Invitation.State, rule, p.Lines, what == Shown.Quotation ? p.Quotation.Id : null)).Select(p => p.Person.Id.Value).Order().ToList();
                var books = players.Where(p => p.Books.Allows(what, Showing.IsPublic(place), moment, rule)).Select(p => p.Person.Id.Value).Order().ToList();
                Assert.Equal(books, domain);
                Assert.Equal(books, sql);
                shown += sql.Count;
            }
        }

        await ComparePagesAsync(players, rule, id);
        return shown;
    }

    private async Task ComparePagesAsync(List<Player> players, Rule rule, Id<Dialogue> id)
    {
        using var reader = host.NewBrowser();
        string page = (await reader.GetAsync("/series/water")).Html;
        var books = players.Where(p => p.Books.Allows(Shown.Name, true, _given.Now, rule) || p.Books.Allows(Shown.Quotation, true, _given.Now, rule)).Select(p => p.Person.FamilyName);
        Assert.Equal(books.Order(StringComparer.Ordinal), players.Select(p => p.Person.FamilyName).Where(n => page.Contains("Expert " + n, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(players.Where(p => p.Books.Allows(Shown.Quotation, true, _given.Now, rule)).Select(p => p.Person.FamilyName), players.Select(p => p.Person.FamilyName).Where(n => page.Contains("Words of " + n, StringComparison.Ordinal)));
        await using var db = host.OpenDb();
        var list = await Data.Invitations.ParticipantQuery.ParticipantsAsync(db, id, _given.Now, TestContext.Current.CancellationToken);
        Assert.Equal(players.Where(p => p.Books.Allows(Shown.Name, false, _given.Now, rule)).Select(p => (p.Person.FamilyName, p.Books.Allows(Shown.Affiliation, false, _given.Now, rule))), list.Select(l => (l.FamilyName, l.Affiliation.Length > 0)));
    }

    private sealed class Player(Person person, Invitation invitation, Quotation quotation, Books books)
    {
        public Person Person { get; set; } = person;

        public Invitation Invitation { get; set; } = invitation;

        public Quotation Quotation => quotation;

        public Books Books => books;

        public List<ConsentEvent> Lines { get; } = [];

        public HashSet<Id<ConsentEvent>> Saved { get; } = [];
    }

    /// <summary>Who said what, kept as plainly as possible: the last word per purpose, its end and its rule.</summary>
    private sealed class Books(string name)
    {
        private readonly Dictionary<(ConsentPurpose, Guid?), (bool Yes, DateTimeOffset Until, Rule Rule)> _last = [];

        public string Name => name;

        public bool TakesPart { get; set; } = true;

        public bool IsRestricted { get; set; }

        public void Say(ConsentPurpose purpose, bool yes, DateTimeOffset until, Rule rule, Guid? quotation) => _last[(purpose, quotation)] = (yes, until, rule);

        public bool Allows(Shown what, bool isPublic, DateTimeOffset moment, Rule rule)
        {
            if (!TakesPart || IsRestricted || (_last.TryGetValue((ConsentPurpose.AttendUnderRule, null), out var attends) && !attends.Yes)) return false;
            bool Stands(ConsentPurpose purpose) => _last.TryGetValue((purpose, null), out var last) && last.Yes && moment < last.Until;
            return (what, isPublic) switch
            {
                (Shown.Name, true) => Stands(ConsentPurpose.NamedPublicly),
                (Shown.Affiliation, true) => Stands(ConsentPurpose.NamedPublicly) && Stands(ConsentPurpose.AffiliationShown),
                (Shown.Photo, true) => Stands(ConsentPurpose.Photographed),
                (Shown.Quotation, true) => Stands(ConsentPurpose.Quoted) && _last[(ConsentPurpose.Quoted, null)].Rule == rule
                    && _last.Any(l => l.Key.Item1 == ConsentPurpose.Quoted && l.Key.Item2 is not null && l.Value.Yes && moment < l.Value.Until && l.Value.Rule == rule),
                (Shown.Name, false) => Stands(ConsentPurpose.ParticipantsList),
                (Shown.Affiliation, false) => Stands(ConsentPurpose.ParticipantsList) && Stands(ConsentPurpose.AffiliationShown),
                (Shown.Contact, false) => Stands(ConsentPurpose.ParticipantsList) && Stands(ConsentPurpose.ShareContact),
                _ => false,
            };
        }
    }
}
