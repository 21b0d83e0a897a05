using AIDialogues.Events.Domain.Tests.Dialogues;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Summaries;

public sealed class Drafting_a_summary
{
    private static readonly Guid First = Guid.NewGuid();
    private static readonly Guid Second = Guid.NewGuid();

    private readonly Summary _summary = Summary.Request(Id<Session>.New(), Language.English, Days.Now);

    [Fact]
    public void Is_published_only_after_two_people_and_never_with_an_open_finding()
    {
        _summary.Assemble([new(null, PointKind.View, "As Awa said", Flagged: true), new(null, PointKind.Fact, "Two gauges are silent.", Flagged: false)]);
        Assert.Equal("summary-findings-open", _summary.Submit(First, Days.Now)?.Code);
        Assert.Equal("summary-findings-open", _summary.Publish(Rule.ChathamHouse, Days.Now)?.Code);
        Assert.Null(Reword("As somebody said"));
        Assert.Equal(SummaryRefusals.NotReviewed, _summary.Publish(Rule.ChathamHouse, Days.Now));
        Assert.Equal(SummaryRefusals.NotReviewed, _summary.Release(Second, Rule.ChathamHouse, Days.Now));
        Assert.Null(_summary.Submit(First, Days.Now));
        Assert.Equal(SummaryRefusals.NotReleased, _summary.Publish(Rule.ChathamHouse, Days.Now));
        Assert.Equal(SummaryRefusals.SamePerson, _summary.Release(First, Rule.ChathamHouse, Days.Now));
        Assert.Equal(SummaryState.Submitted, _summary.State);
        Assert.Null(_summary.Release(Second, Rule.ChathamHouse, Days.Now));
        Assert.Null(_summary.Publish(Rule.ChathamHouse, Days.Now));
        Assert.Equal((SummaryState.Published, Days.Now), (_summary.State, _summary.PublishedAt));
        Assert.Equal(SummaryRefusals.AlreadyPublished, _summary.RequestAgain(Language.English, Days.Now));
    }

    [Fact]
    public void Takes_a_risk_only_with_a_second_person_who_gives_a_reason()
    {
        _summary.Assemble([new(null, PointKind.View, "Rose is a colour", Flagged: true)]);
        var item = _summary.Items[0];
        Assert.Equal(SummaryRefusals.NoRiskToAccept, _summary.AcceptRisk(item.Id, Second, "Why not"));
        Assert.Null(Reword("Rose is a colour", flagged: true, riskBy: First));
        Assert.Null(_summary.Submit(First, Days.Now));
        Assert.Equal("summary-risks-open", _summary.Release(Second, Rule.ChathamHouse, Days.Now)?.Code);
        Assert.Equal(SummaryRefusals.SamePerson, _summary.AcceptRisk(item.Id, First, "I say so"));
        Assert.Equal(SummaryRefusals.ReasonMissing, _summary.AcceptRisk(item.Id, Second, "  "));
        Assert.Equal(SummaryRefusals.ReasonMissing, _summary.AcceptRisk(item.Id, Second, "It is so."));
        Assert.Equal(SummaryRefusals.ReasonMissing, _summary.AcceptRisk(item.Id, Second, new string('x', 501)));
        Assert.Null(_summary.AcceptRisk(item.Id, Second, "A colour, not the person."));
        Assert.Null(_summary.Release(Second, Rule.ChathamHouse, Days.Now));
        Assert.Equal("A colour, not the person.", item.RiskReason);
    }

    [Fact]
    public void Forgets_a_risk_that_was_taken_for_other_words()
    {
        _summary.Assemble([new(null, PointKind.View, "Rose is a colour", Flagged: true)]);
        Assert.Null(Reword("Rose is a colour", flagged: true, riskBy: First));
        Assert.Null(_summary.AcceptRisk(_summary.Items[0].Id, Second, "A colour of a car."));
        Assert.Null(Reword("Rose wants a dam", flagged: true, riskBy: First));
        Assert.Equal((1, (Guid?)null, (string?)null), (_summary.OpenFindings, _summary.Items[0].RiskAcceptedBy, _summary.Items[0].RiskReason));
    }

    [Fact]
    public void Case_65_a_blank_redaction_is_nothing_and_never_falls_back()
    {
        _summary.Assemble([new(null, PointKind.View, "As Awa said", Flagged: true), new(null, PointKind.Fact, "Two gauges are silent.", Flagged: false)]);
        Assert.Null(Reword("  \r\n "));
        var blank = _summary.Items[0];
        Assert.Equal(("", false, false), (blank.Words, blank.Shown, blank.MustChange));
        Assert.Null(_summary.Submit(First, Days.Now));
        Assert.Equal(["", "Two gauges are silent."], SummaryVersion.LinesOf(_summary).Select(l => l.Words));
    }

    [Fact]
    public void Keeps_contested_words_out_until_they_are_others()
    {
        _summary.Assemble([new(null, PointKind.View, "One ministry hesitated.", Flagged: false)]);
        Assert.Null(_summary.Submit(First, Days.Now));
        Assert.Null(_summary.Release(Second, Rule.ChathamHouse, Days.Now));
        Assert.True(_summary.Contest(["One ministry hesitated."]));
        Assert.Equal((SummaryState.Draft, 1), (_summary.State, _summary.OpenFindings));
        Assert.Null(Reword("One ministry hesitated.", flagged: true, riskBy: First));
        Assert.Equal("summary-findings-open", _summary.Submit(First, Days.Now)?.Code);
        Assert.Null(Reword("Some hesitated."));
        Assert.Equal(0, _summary.OpenFindings);
        Assert.Null(Reword("One ministry hesitated."));
        Assert.Equal(1, _summary.OpenFindings);
    }

    [Fact]
    public void Is_never_published_when_it_was_said_off_the_record()
    {
        _summary.Assemble([new(null, PointKind.Fact, "Two gauges are silent.", Flagged: false)]);
        Assert.Null(_summary.Submit(First, Days.Now));
        Assert.Equal(SummaryRefusals.OffTheRecord, _summary.Release(Second, Rule.OffTheRecord, Days.Now));
        Assert.Equal(SummaryRefusals.OffTheRecord, _summary.Publish(Rule.OffTheRecord, Days.Now));
        Assert.Equal(SummaryState.Submitted, _summary.State);
    }

    [Fact]
    public void Screened_again_warns_of_what_was_clear_and_leaves_a_risk_that_was_taken()
    {
        _summary.Assemble([new(null, PointKind.View, "As Awa said", Flagged: false), new(null, PointKind.Fact, "Rose is a colour", Flagged: true), new(null, PointKind.Fact, "Two gauges are silent.", Flagged: false)]);
        Assert.Null(_summary.Reword(_summary.Items[1].Id, "Rose is a colour", ["Rose"], riskBy: First, setAside: false));
        _summary.ScreenAgain(words => [.. ((string[])["Awa", "Rose"]).Where(n => words.Contains(n, StringComparison.Ordinal))]);
        Assert.Equal([true, true, false], _summary.Items.Select(i => i.IsFlagged));
        Assert.Equal((1, 1), (_summary.OpenFindings, _summary.OpenRisks));
    }

    [Fact]
    public void A_risk_that_two_people_took_does_not_cover_what_is_found_in_the_same_words_later()
    {
        _summary.Assemble([new(null, PointKind.View, "Rose is a colour in Awa’s village", Flagged: true)]);
        var item = _summary.Items[0];
        Assert.Null(_summary.Reword(item.Id, item.Words, ["Rose"], riskBy: First, setAside: false) ?? _summary.Submit(First, Days.Now));
        Assert.Null(_summary.AcceptRisk(item.Id, Second, "A colour, not the person."));
        _summary.ScreenAgain(_ => ["Rose"]);
        Assert.Equal((0, 0, true), (_summary.OpenFindings, _summary.OpenRisks, item.MayLeave));

        _summary.ScreenAgain(_ => ["Rose", "Awa"]);

        Assert.Equal((1, (Guid?)null, (string?)null, false), (_summary.OpenFindings, item.RiskAcceptedBy, item.RiskReason, item.MayLeave));
        Assert.Equal("summary-findings-open", _summary.Release(Second, Rule.ChathamHouse, Days.Now)?.Code);
    }

    [Fact]
    public void What_one_person_alone_called_harmless_may_leave_in_no_file()
    {
        _summary.Assemble([new(null, PointKind.View, "Rose is a colour", Flagged: true), new(null, PointKind.Fact, "Two gauges are silent.", Flagged: false)]);
        Assert.Null(Reword("Rose is a colour", flagged: true, riskBy: First));
        Assert.Equal([false, true], _summary.Items.Select(i => i.MayLeave));
        Assert.Null(_summary.AcceptRisk(_summary.Items[0].Id, Second, "A colour of a car."));
        Assert.Equal([true, true], _summary.Items.Select(i => i.MayLeave));
    }

    [Fact]
    public void With_too_few_statements_is_held_back_until_it_is_asked_for_again()
    {
        _summary.Assemble([new(null, PointKind.View, "An older draft", Flagged: false)]);
        Assert.Null(_summary.RequestAgain(Language.English, Days.Now));
        _summary.Take();
        _summary.HoldBack();
        Assert.Equal((SummaryState.TooFew, 0), (_summary.State, _summary.Items.Count));
        Assert.Equal(SummaryRefusals.TooFewStatements, _summary.Submit(First, Days.Now));
        Assert.Equal(SummaryRefusals.NotReviewed, _summary.Publish(Rule.ChathamHouse, Days.Now));
        Assert.Null(_summary.RequestAgain(Language.English, Days.Now));
        Assert.Equal(SummaryState.Requested, _summary.State);
    }

    [Fact]
    public void Stopped_keeps_an_earlier_draft_and_broken_is_given_up_after_three_tries()
    {
        Assert.Null(_summary.Cancel());
        Assert.Equal(SummaryState.Cancelled, _summary.State);
        Assert.Equal(SummaryRefusals.NotAssembling, _summary.Cancel());
        Assert.Null(_summary.RequestAgain(Language.English, Days.Now));
        foreach (var expected in (SummaryState[])[SummaryState.Requested, SummaryState.Requested, SummaryState.Failed])
        {
            _summary.Take();
            _summary.Break();
            Assert.Equal(expected, _summary.State);
        }

        Assert.Null(_summary.RequestAgain(Language.English, Days.Now));
        _summary.Take();
        _summary.Assemble([new(null, PointKind.Fact, "Two gauges are silent.", Flagged: false)]);
        Assert.Null(_summary.RequestAgain(Language.English, Days.Now));
        _summary.Take();
        Assert.Null(_summary.Cancel());
        Assert.Equal((SummaryState.Draft, 1), (_summary.State, _summary.Items.Count));
    }

    [Fact]
    public void Restarts_of_the_worker_are_no_tries_and_asking_again_takes_the_language_of_whoever_asks()
    {
        for (int restart = 0; restart < 2 * Summary.MostAttempts; restart++)
        {
            _summary.Take();
            _summary.GiveBack();
        }

        Assert.Equal((SummaryState.Requested, 0), (_summary.State, _summary.Attempts));
        Assert.Null(_summary.Cancel() ?? _summary.RequestAgain(Language.French, Days.Now));
        Assert.Equal(Language.French, _summary.Language);
        _summary.Take();
        Assert.Null(_summary.Cancel());
        _summary.GiveBack();
        Assert.Equal(SummaryState.Cancelled, _summary.State);
    }

    [Fact]
    public void Keeps_its_table_of_numbers_as_first_published()
    {
        var first = new Breakdown(["a", "b"], ["x", "y"], [[5, 6], [7, 8]], [11, 15], [12, 14]);
        _summary.Assemble([new(null, PointKind.Fact, "Two gauges are silent.", Flagged: false)], first);
        Assert.Null(_summary.Submit(First, Days.Now));
        Assert.Null(_summary.Release(Second, Rule.ChathamHouse, Days.Now));
        Assert.Null(_summary.Publish(Rule.ChathamHouse, Days.Now));
        _summary.Unpublish();
        _summary.Assemble([new(null, PointKind.Fact, "Three gauges are silent.", Flagged: false)], first with { RowTotals = [12, 15] });
        Assert.Same(first, _summary.Breakdown);
    }

    private Refusal? Reword(string words, bool flagged = false, Guid? riskBy = null) => _summary.Reword(_summary.Items[0].Id, words, flagged ? ["found"] : [], riskBy, setAside: false);
}
