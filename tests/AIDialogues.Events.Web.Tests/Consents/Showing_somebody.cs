using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

/// <summary>
/// Random histories of people who come on two days, and give, refuse, withdraw, let expire, renew, decline, are taken off, on each day by itself, under
/// rules that change and days that are called off: after each round the rule in the domain, its SQL form and what pages really show are held against
/// a plain book-keeping that shares no code with either.
/// </summary>
public sealed class Showing_somebody(EventsHost host) : IAsyncLifetime
{
    private const int People = 7;
    private const int Rounds = 6;

    private static readonly ConsentPurpose[] Purposes =
        [ConsentPurpose.AttendUnderRule, ConsentPurpose.NamedPublicly, ConsentPurpose.AffiliationShown, ConsentPurpose.ParticipantsList, ConsentPurpose.ShareContact, ConsentPurpose.Photographed, ConsentPurpose.Quoted];

    private static readonly ShownPlace[] Places = [ShownPlace.PublicPage, ShownPlace.ParticipantsList];

    private readonly Given _given = new(host);

    /// <summary>How often somebody was shown through one day who had said no, or nothing, on the other.</summary>
    private int _throughOneDayOnly;

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Is_allowed_by_the_domain_by_the_SQL_and_by_the_books_alike_at_every_moment()
    {
        await Gen.Int[0, 99_999].Array[People * 2 * Rounds].SampleAsync(PlayAsync, iter: 15, threads: 1);
        Assert.True(_throughOneDayOnly > 0, "nobody was shown through one day alone");
    }

    [Fact]
    public async Task Is_compared_by_a_test_that_would_notice_a_difference()
    {
        var books = new ShowingBooks();
        books.Say(ConsentPurpose.NamedPublicly, true, _given.Now.AddDays(1), Rule.ChathamHouse, null);

        Assert.True(books.Allows(Shown.Name, isPublic: true, _given.Now, Rule.ChathamHouse));
        Assert.False(books.Allows(Shown.Name, isPublic: true, _given.Now.AddDays(2), Rule.ChathamHouse));
        Assert.False(books.Allows(Shown.Name, isPublic: false, _given.Now, Rule.ChathamHouse));
        await Task.CompletedTask;
    }

    private async Task PlayAsync(int[] dice)
    {
        await host.ResetAsync();
        await using var db = host.OpenDb();
        var (days, stays) = await BeginAsync(db);
        int shown = 0;
        for (int round = 0; round < Rounds; round++)
        {
            host.Clock.Advance(TimeSpan.FromDays(20));
            if (round == 3) ChangeRule(days[0]);
            if (round == Rounds - 1 && dice[0] % 2 == 0) days[1].Cancel(_given.Now);
            for (int i = 0; i < stays.Count; i++) db.AddRange(Move(stays[i], dice[(round * stays.Count) + i]));
            _ = await db.SaveChangesAsync();
            // The person is one, whatever happened on which day.
            foreach (var stay in stays) (stay.Books.IsRestricted, stay.Books.TakesPart) = (stay.Person.RestrictedAt is not null, stay.Invitation.State == InvitationState.Accepted);
            shown += await CompareAsync(db, stays);
            await ComparePageAsync(stays);
            await CompareListAsync(db, stays, days[round % 2]);
        }

        Assert.True(shown > 0, "somebody was shown somewhere");
        foreach (var day in days) await CompareListAsync(db, stays, day);
        await CompareAllAsync(db, stays, days);
    }

    private async Task<(Dialogue[] Days, List<Stay> Stays)> BeginAsync(EventsDb db)
    {
        var series = await _given.SeriesAsync("water");
        _ = await _given.DialogueAsync(series);
        _ = await _given.DialogueAsync(series);
        Dialogue[] days = [.. await db.Dialogues.OrderBy(d => d.Id).ToListAsync()];
        var stays = new List<Stay>();
        for (int i = 0; i < People; i++)
        {
            var person = Given.Value(Person.New(new PersonDetails("Expert", $"Canary{i:00}", $"canary{i:00}@bassin.test", $"House of Canary{i:00}", StakeholderGroup.Institutions, "ML", Language.English), _given.Now));
            _ = db.Add(person);
            foreach (var day in days)
            {
                var invitation = Invitation.Of(person, day, _given.Now);
                Assert.Null(invitation.Answer(true, day, _given.Now));
                var quotation = Given.Value(Quotation.Ask(invitation, day.Rule, $"Words {stays.Count:00} of Canary{i:00}", Language.English, _given.Now));
                db.AddRange(invitation, quotation);
                stays.Add(new(person, day, invitation, quotation));
            }
        }

        _ = await db.SaveChangesAsync();
        return (days, stays);
    }

    private static void ChangeRule(Dialogue d) => Assert.Null(d.Change(new(d.Title, d.Day, d.Begins, d.Ends, d.Venue, d.Zone, Rule.OnTheRecord, d.AnswerBy, d.RemindDaysBefore)));

    /// <summary>One move: mostly a yes, so that something is shown at all.</summary>
    /// <returns>The lines that it adds to the ledger.</returns>
    private ConsentEvent[] Move(Stay stay, int die)
    {
        if (die % 10 == 0)
        {
            MoveAway(stay, die / 10 % 4);
            return [];
        }

        // Several purposes at once at first, single changes later.
        bool first = stay.Lines.Count == 0;
        var purposes = first ? Purposes : [Purposes[die / 10 % Purposes.Length]];
        var added = new List<ConsentEvent>();
        foreach (var purpose in purposes)
        {
            var about = purpose == ConsentPurpose.Quoted && die / 100 % 2 == 0 ? stay.Quotation.Id : (Id<Quotation>?)null;
            added.Add(Say(stay, purpose, about, die));
            if (first && purpose == ConsentPurpose.Quoted) added.Add(Say(stay, purpose, about is null ? stay.Quotation.Id : null, die));
        }

        return [.. added];
    }

    private ConsentEvent Say(Stay stay, ConsentPurpose purpose, Id<Quotation>? about, int die)
    {
        var state = (die / 1000 % 6) switch { 0 => ConsentState.Refused, 1 => ConsentState.Withdrawn, 2 => ConsentState.Requested, 3 => ConsentState.Renewed, _ => ConsentState.Given };
        int months = 1 + (die % 4);
        var question = new ConsentQuestion(stay.Person.Id, stay.Day.Id, purpose, new(Language.English, "words")) { Rule = stay.Day.Rule, ValidMonths = months, Quotation = about };
        var previous = stay.Lines.FindLast(l => l.Purpose == purpose && l.QuotationId == about);
        var line = ConsentEvent.After(previous, question, state, ConsentAct.By(ConsentSource.Link), _given.Now);
        stay.Lines.Add(line);
        if (state != ConsentState.Requested) stay.Books.Say(purpose, state is ConsentState.Given or ConsentState.Renewed, _given.Now.AddMonths(months), stay.Day.Rule, about?.Value);
        return line;
    }

    private void MoveAway(Stay stay, int move)
    {
        if (move == 0) stay.Invitation.Withdraw();
        else if (move == 3 && stay.Person.RestrictedAt is null) stay.Person.Restrict(_given.Now);
        else if (move == 3) stay.Person.LiftRestriction();
        else _ = stay.Invitation.Answer(move == 1, stay.Day, _given.Now);
    }

    /// <summary>The three forms, now and at times to come.</summary>
    private async Task<int> CompareAsync(EventsDb db, List<Stay> stays)
    {
        int shown = 0;
        foreach (var moment in (DateTimeOffset[])[_given.Now, _given.Now.AddDays(40), _given.Now.AddYears(1)])
        {
            foreach (var (what, place) in Enum.GetValues<Shown>().SelectMany(_ => Places, (w, p) => (w, p)))
            {
                var sql = (await db.MayBeShown(what, place, moment).ToListAsync()).Select(s => (s.PersonId, s.DialogueId)).Order().ToList();
                var domain = stays.Where(s => Showing.Allows(what, place, moment, s.Person, s.Invitation.State, s.Day.Rule, s.Lines, what == Shown.Quotation ? s.Quotation.Id : null)).Select(s => s.Key).Order().ToList();
                var books = stays.Where(s => s.Allows(what, Showing.IsPublic(place), moment)).Select(s => s.Key).Order().ToList();
                Assert.Equal(books, domain);
                Assert.Equal(books, sql);
                shown += sql.Count;
            }
        }

        return shown;
    }

    /// <summary>A name stands on the page of the series through any of its days that take place; an institution only through a day that shows both.</summary>
    private async Task ComparePageAsync(List<Stay> stays)
    {
        using var reader = host.NewBrowser();
        string page = (await reader.GetAsync("/series/water")).Html;
        bool Through(Stay stay, Shown what) => stay.Day.CancelledAt is null && stay.Allows(what, true, _given.Now);
        foreach (var person in stays.GroupBy(s => s.Person))
        {
            string name = person.Key.FamilyName;
            Assert.Equal((name, person.Any(s => Through(s, Shown.Name) || Through(s, Shown.Quotation))), (name, page.Contains("Expert " + name, StringComparison.Ordinal)));
            Assert.Equal((name, person.Any(s => Through(s, Shown.Affiliation))), (name, page.Contains("House of " + name, StringComparison.Ordinal)));
            if (person.Count(s => Through(s, Shown.Name)) == 1) _throughOneDayOnly++;
        }

        foreach (var stay in stays) Assert.Equal((stay.Quotation.Words, Through(stay, Shown.Quotation)), (stay.Quotation.Words, page.Contains(stay.Quotation.Words, StringComparison.Ordinal)));
    }

    private async Task CompareListAsync(EventsDb db, List<Stay> stays, Dialogue day)
    {
        var list = await Data.Invitations.ParticipantQuery.ParticipantsAsync(db, day.Id, _given.Now, TestContext.Current.CancellationToken);
        Assert.Equal(
            stays.Where(s => s.Day == day && s.Allows(Shown.Name, false, _given.Now)).Select(s => (s.Person.FamilyName, s.Allows(Shown.Affiliation, false, _given.Now))),
            list.Select(l => (l.FamilyName, l.Affiliation.Length > 0)));
    }

    /// <summary>Every other place, once the history is over: none shows more than the books allow, and "what is public now" shows exactly that.</summary>
    private async Task CompareAllAsync(EventsDb db, List<Stay> stays, Dialogue[] days)
    {
        var live = stays.Where(s => s.Day.CancelledAt is null).ToList();
        var visible = await db.VisibleAsync([.. days.Select(d => d.Id)], _given.Now, TestContext.Current.CancellationToken);
        Assert.Equal(
            live.SelectMany(s => Enum.GetValues<Shown>().SelectMany(_ => Places, (what, place) => (s, what, open: Showing.IsPublic(place)))).Where(x => x.s.Allows(x.what, x.open, _given.Now))
                .Select(x => (x.s.Person.FamilyName, x.s.Day.Id.Value, x.what, x.open)).Order(),
            visible.Select(v => (v.Person.FamilyName, v.Dialogue.Value, v.What, Showing.IsPublic(v.Places[0]))).Order());

        using var organiser = await _given.SignedInAsync();
        using var reader = host.NewBrowser();
        foreach (var (browser, path, open) in (List<(Browser, string, bool)>)
            [(reader, "/series/water.json", true), (reader, "/series/water/feed.xml", true), (reader, "/series/water/calendar.ics", true), .. days.Select(d => (organiser, $"/organise/dialogues/{d.Id}/participants", false))])
        {
            string text = await browser.Http.GetStringAsync(path);
            foreach (var person in stays.GroupBy(s => s.Person))
            {
                // A list belongs to one day; the public places to the series.
                var through = person.Where(s => s.Day.CancelledAt is null && (open || path.Contains(s.Day.Id.ToString(), StringComparison.Ordinal))).ToList();
                bool named = through.Exists(s => s.Allows(Shown.Name, open, _given.Now) || (open && s.Allows(Shown.Quotation, true, _given.Now)));
                Assert.False(!named && text.Contains(person.Key.FamilyName, StringComparison.Ordinal), $"{path} names {person.Key.FamilyName}");
                if (!open) Assert.Equal((path, named), (path, text.Contains("Expert " + person.Key.FamilyName, StringComparison.Ordinal)));
            }
        }
    }

    /// <summary>One person on one day.</summary>
    private sealed record Stay(Person Person, Dialogue Day, Invitation Invitation, Quotation Quotation)
    {
        public ShowingBooks Books { get; } = new();

        public List<ConsentEvent> Lines { get; } = [];

        public (Guid, Guid) Key => (Person.Id.Value, Day.Id.Value);

        public bool Allows(Shown what, bool isPublic, DateTimeOffset moment) => Books.Allows(what, isPublic, moment, Day.Rule);
    }
}
