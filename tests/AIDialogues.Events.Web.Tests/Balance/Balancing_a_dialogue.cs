using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Balance;

public sealed class Balancing_a_dialogue(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Corridors_are_set_in_people_or_percent_and_the_three_numbers_stand_beside_them()
    {
        var dialogue = await _given.DialogueAsync();
        await PlaceAsync(dialogue, StakeholderGroup.CivilSociety, "ML", accepts: true);
        await PlaceAsync(dialogue, StakeholderGroup.CivilSociety, "ML", accepts: null);
        await PlaceAsync(dialogue, StakeholderGroup.CivilSociety, "ML", accepts: false);
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync(Path(dialogue)), new Dictionary<string, object?>
        {
            ["seats"] = "10", ["least.Group.CivilSociety"] = "20", ["most.Group.CivilSociety"] = "40", ["unit.Group.CivilSociety"] = "Percent", ["least.Region.Europe"] = "1",
        });

        // Group: 1 accepted of 2 answered, with ten imagined at the series' (1 + 5) / (2 + 10): (1 + 5) / (2 + 10) = 0.5.
        Assert.Equal(["2–4 (20–40%)", "1 Too few", "2 In the corridor", "1.5 Too few"], Row(page, "Civil society"));
        Assert.Equal(["1+", "0 Too few", "0 Too few", "0.0 Too few"], Row(page, "Europe"));
        Assert.Equal("10", page.One("#seats")!.GetAttribute("value"));
        using var french = await _given.SignedInAsync(language: "fr");
        Assert.Contains("2–4 (20–40\u202f%)", (await french.GetAsync(Path(dialogue))).Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_let_the_time_run_out_counts_no_more_and_who_may_not_be_written_to_is_not_proposed()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        var (restricted, optedOut, free) = (await _given.PersonAsync(), await _given.PersonAsync(), await _given.PersonAsync());
        await using var db = host.OpenDb();
        (await db.People.SingleAsync(p => p.Id == restricted.Id)).Restrict(_given.Now);
        _ = await db.SaveChangesAsync();
        await db.OptOutAsync(optedOut.Id, _given.Now, CancellationToken.None);

        Assert.Equal(2, (await db.BalanceAsync(dialogue.Id, dialogue.AnswerBy, CancellationToken.None))!.Prospects.Count);
        Assert.True(Assert.Single((await db.BalanceAsync(dialogue.Id, dialogue.AnswerBy.AddDays(1), CancellationToken.None))!.Prospects).Accepted);
        Assert.Equal([free.Id], (await db.CandidatesAsync(dialogue, new PeopleFilter(), CancellationToken.None)).Select(c => c.PersonId));
    }

    /// <summary>Nobody comes to a day that is off, and who was silent about it has refused nothing.</summary>
    [Fact]
    public async Task A_day_that_was_called_off_counts_neither_in_the_series_nor_in_what_is_expected()
    {
        var dialogue = await _given.DialogueAsync();
        await using var db = host.OpenDb();
        var off = await _given.DialogueAsync(await db.Series.SingleAsync());
        var person = await PlaceAsync(dialogue, StakeholderGroup.Business, "SE", accepts: true);
        for (int i = 0; i < 9; i++) _ = await PlaceAsync(off, StakeholderGroup.Business, "SE", accepts: i == 0 ? true : null);
        double before = (await db.BalanceAsync(dialogue.Id, dialogue.AnswerBy, CancellationToken.None))!.Rates.Of(StakeholderGroup.Business);
        _ = await db.Dialogues.Where(d => d.Id == off.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.CancelledAt, _given.Now));

        var series = (await db.BalanceAsync(dialogue.SeriesId, dialogue.AnswerBy.AddDays(1), CancellationToken.None))!;

        Assert.Equal([person.Id], series.Prospects.Select(p => p.PersonId));
        Assert.True(series.Rates.Of(StakeholderGroup.Business) > 0.5);
        Assert.True(before > 0.5);
        // Its own page still shows who accepted.
        Assert.Single((await db.BalanceAsync(off.Id, dialogue.AnswerBy.AddDays(1), CancellationToken.None))!.Prospects);
    }

    [Fact]
    public async Task What_contradicts_itself_is_refused_with_its_trait_and_what_was_typed_stays()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync(language: "fr");

        var page = await browser.SubmitAsync(await browser.GetAsync(Path(dialogue)), new Dictionary<string, object?> { ["least.Group.CivilSociety"] = "5", ["most.Group.CivilSociety"] = "3" });
        var words = await browser.SubmitAsync(page, new Dictionary<string, object?> { ["most.Group.CivilSociety"] = "beaucoup" });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Société civile\u202f: le maximum est inférieur au minimum."), (page.Status, page.Errors.Single()));
        Assert.Equal("5", page.One("input[name='least.Group.CivilSociety']")!.GetAttribute("value"));
        Assert.Equal("Société civile\u202f: écrivez des nombres entiers.", words.Errors.Single());
        Assert.Equal("beau", words.One("input[name='most.Group.CivilSociety']")!.GetAttribute("value")![..4]);
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.BalanceTargets.CountAsync());
    }

    [Fact]
    public async Task Of_two_organisers_the_second_is_told_and_overwrites_nothing()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();
        var first = await browser.SubmitAsync(await browser.GetAsync(Path(dialogue)), new Dictionary<string, object?> { ["seats"] = "10" });
        var second = await browser.GetAsync(Path(dialogue));

        _ = await browser.SubmitAsync(first, new Dictionary<string, object?> { ["seats"] = "11" }, form: "form.corridors");
        var late = await browser.SubmitAsync(second, new Dictionary<string, object?> { ["seats"] = "12" }, form: "form.corridors");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Equal("12", late.One("#seats")!.GetAttribute("value"));
        await using var db = host.OpenDb();
        Assert.Equal(11, (await db.BalanceTargets.SingleAsync()).Seats);
    }

    [Fact]
    public async Task A_decline_is_tried_on_paper_before_it_happens()
    {
        var dialogue = await _given.DialogueAsync();
        var person = await PlaceAsync(dialogue, StakeholderGroup.Business, "SE", accepts: true);
        await TargetAsync(dialogue, 10, new Corridor(Trait.Of(StakeholderGroup.Business), 1, null, CorridorUnit.People), new Corridor(Trait.Of(Region.Africa), 1, null, CorridorUnit.People));
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync($"{Path(dialogue)}?decline={person.Id}");

        var rows = page.Document.QuerySelectorAll("[aria-labelledby=declined] tbody tr").Select(r => string.Join(' ', r.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(["Business1+ 1 → 0 Too few 1 → 0 Too few 1.0 → 0.0 Too few"], rows);
        await using var db = host.OpenDb();
        Assert.Equal(InvitationState.Accepted, (await db.Invitations.SingleAsync()).State);
    }

    [Fact]
    public async Task The_next_wave_closes_the_gaps_with_reasons_and_goes_on_to_the_letters()
    {
        var dialogue = await _given.DialogueAsync();
        await PlaceAsync(dialogue, StakeholderGroup.Academia, "SE", accepts: true);
        var declined = await PlaceAsync(dialogue, StakeholderGroup.CivilSociety, "ML", accepts: false);
        var both = await PersonAsync(StakeholderGroup.CivilSociety, "ML");
        var one = await PersonAsync(StakeholderGroup.CivilSociety, "SE");
        var none = await PersonAsync(StakeholderGroup.Academia, "SE");
        await TargetAsync(dialogue, 5, new Corridor(Trait.Of(StakeholderGroup.CivilSociety), 2, 3, CorridorUnit.People), new Corridor(Trait.Of(Region.Africa), 20, null, CorridorUnit.Percent));
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync(Path(dialogue)), form: "form[action$='#next']") is { Status: HttpStatusCode.OK } posted && posted.One("[aria-labelledby=proposed]") is not null
            ? posted : await browser.GetAsync(Path(dialogue) + "?propose=true");
        var letters = await browser.SubmitAsync(page, form: "form[action$=prepare]");

        Assert.Equal([both.Id.ToString(), one.Id.ToString()], page.Document.QuerySelectorAll("input[name=ids]").Select(i => i.GetAttribute("value")));
        Assert.Equal(["Civil society: 0 of at least 2.Africa: 0 of at least 1.", "Civil society: 1 of at least 2."], page.All("[aria-labelledby=proposed] td[data-label=Why]"));
        Assert.Equal("Letter 1 of 2", letters.All("nav.pages p").Single());
        Assert.DoesNotContain(declined.Id.ToString(), page.All("input[name=ids]"));
        Assert.NotEqual(none.Id, one.Id);
    }

    [Fact]
    public async Task Out_of_a_segment_only_its_people_are_proposed_and_never_more_than_asked_for()
    {
        var dialogue = await _given.DialogueAsync();
        for (int i = 0; i < 3; i++) _ = await PersonAsync(StakeholderGroup.CivilSociety, "ML");
        var swede = await PersonAsync(StakeholderGroup.CivilSociety, "SE");
        await TargetAsync(dialogue, 5, new Corridor(Trait.Of(StakeholderGroup.CivilSociety), 4, null, CorridorUnit.People));
        var segment = Given.Value(Segment.New("Sweden", new(Country: "SE"), _given.Now));
        await _given.SaveAsync(segment);
        using var browser = await _given.SignedInAsync();

        var of = await browser.GetAsync($"{Path(dialogue)}?propose=true&segment={segment.Id}");
        var two = await browser.GetAsync($"{Path(dialogue)}?propose=true&most=2");

        Assert.Equal([swede.Id.ToString()], of.Document.QuerySelectorAll("input[name=ids]").Select(i => i.GetAttribute("value")));
        Assert.Contains("Still short: Civil society: 1 of at least 4.", of.Text, StringComparison.Ordinal);
        Assert.Equal(2, two.Document.QuerySelectorAll("input[name=ids]").Length);
    }

    [Fact]
    public async Task The_corridors_of_the_series_count_each_place_and_hold_a_proposal_back()
    {
        var series = await _given.SeriesAsync();
        var first = await _given.DialogueAsync(series);
        var second = await _given.DialogueAsync(series);
        var person = await PlaceAsync(first, StakeholderGroup.CivilSociety, "ML", accepts: true);
        _ = await _given.InvitationAsync(second, person, i => Assert.Null(i.Answer(true, second, _given.Now)));
        _ = await PersonAsync(StakeholderGroup.CivilSociety, "ML");
        await TargetAsync(second, 5, new Corridor(Trait.Of(StakeholderGroup.CivilSociety), 3, null, CorridorUnit.People));
        using var browser = await _given.SignedInAsync();

        var free = await browser.GetAsync(Path(second) + "?propose=true");
        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/series/{series.Id}/balance"), new Dictionary<string, object?> { ["seats"] = "20", ["most.Group.CivilSociety"] = "2" });
        var held = await browser.GetAsync(Path(second) + "?propose=true");

        Assert.Equal(["0–2", "2 In the corridor", "2 In the corridor", "2.0 In the corridor"], Row(page, "Civil society"));
        Assert.Single(free.Document.QuerySelectorAll("input[name=ids]"));
        Assert.Contains("Nobody who is not invited yet would close a gap without making another corridor too full.", held.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_series_without_seats_of_its_own_has_those_of_its_days_together_and_says_which_are_whose()
    {
        var series = await _given.SeriesAsync();
        var first = await _given.DialogueAsync(series, d => Assert.False(d.AddRoom("Grande salle", 60).Refused(out _, out _)));
        var second = await _given.DialogueAsync(series);
        await TargetAsync(second, 25, new Corridor(Trait.Of(StakeholderGroup.CivilSociety), 3, null, CorridorUnit.People));
        using var browser = await _given.SignedInAsync();

        var together = await browser.GetAsync($"/organise/series/{series.Id}/balance");
        var day = await browser.GetAsync(Path(first));

        Assert.Equal(("Seats of all days together", "85"), (together.All(".facts dt")[0], together.All(".facts dd")[0]));
        // Both days are on one date, so their order is not what this is about.
        Assert.Equal(["25 seats", "60 seats"], together.All("main li .quiet").Order(StringComparer.Ordinal));
        Assert.Equal(("Seats of this day", "60"), (day.All(".facts dt")[0], day.All(".facts dd")[0]));

        // What was set under "Seats and answers" says more than the size of a room, and less than a target.
        foreach (var one in (Dialogue[])[first, second])
        {
            var places = Places.Of(one.Id);
            Assert.Null(places.Change(new(20, 4, null)));
            await _given.SaveAsync(places);
        }

        Assert.Equal("24", (await browser.GetAsync(Path(first))).All(".facts dd")[0]);
        Assert.Equal("49", (await browser.GetAsync($"/organise/series/{series.Id}/balance")).All(".facts dd")[0]);
    }

    [Fact]
    public async Task One_person_and_thirty_take_the_same_queries()
    {
        var dialogue = await _given.DialogueAsync();
        await TargetAsync(dialogue, 50, new Corridor(Trait.Of(StakeholderGroup.CivilSociety), 4, null, CorridorUnit.People));
        using var browser = await _given.SignedInAsync();
        _ = await PersonAsync(StakeholderGroup.CivilSociety, "ML");
        _ = await browser.GetAsync(Path(dialogue) + "?propose=true");
        int one = await QueriesAsync();
        for (int i = 0; i < 15; i++) await PlaceAsync(dialogue, StakeholderGroup.CivilSociety, "ML", accepts: null);
        for (int i = 0; i < 15; i++) _ = await PersonAsync(StakeholderGroup.CivilSociety, "ML");

        Assert.Equal(one, await QueriesAsync());

        async Task<int> QueriesAsync()
        {
            using var queries = new QueryCount();
            _ = await browser.GetAsync(Path(dialogue) + "?propose=true");
            return queries.Count;
        }
    }

    private static string Path(Dialogue dialogue) => $"/organise/dialogues/{dialogue.Id}/balance";

    private static IEnumerable<string> Row(Page page, string trait) => page.Document.QuerySelectorAll("[aria-labelledby=standing] tbody tr")
        .Single(r => r.QuerySelector("th")!.TextContent.StartsWith(trait, StringComparison.Ordinal)).QuerySelectorAll("td[data-label]")
        .Select(c => string.Join(' ', c.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private async Task<Person> PersonAsync(StakeholderGroup group, string country)
    {
        string id = Guid.NewGuid().ToString("N");
        var person = Given.Value(Person.New(new("Expert", id, $"{id}@people.test", "", group, country, Language.English), _given.Now));
        await _given.SaveAsync(person);
        return person;
    }

    private async Task<Person> PlaceAsync(Dialogue dialogue, StakeholderGroup group, string country, bool? accepts)
    {
        var person = await PersonAsync(group, country);
        _ = await _given.InvitationAsync(dialogue, person, i =>
        {
            if (accepts is { } answer) Assert.Null(i.Answer(answer, dialogue, _given.Now));
        });
        return person;
    }

    private async Task TargetAsync(Dialogue dialogue, int seats, params Corridor[] corridors)
    {
        var target = BalanceTarget.For(dialogue.SeriesId, dialogue.Id, seats);
        Assert.Null(target.Change(seats, corridors));
        await _given.SaveAsync(target);
    }
}
