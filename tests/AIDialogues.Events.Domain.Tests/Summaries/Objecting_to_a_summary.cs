using Xunit;

namespace AIDialogues.Events.Domain.Tests.Summaries;

/// <summary>What a sustained objection does to the words, and when a round may be decided.</summary>
public sealed class Objecting_to_a_summary
{
    private const string One = "The delta authority should publish its flow data.", Two = "A shared record would help.";
    private static readonly DateTimeOffset Now = new(2027, 5, 13, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_is_decided_before_the_last_device_had_its_day_and_Room_its_hour()
    {
        var summary = Released();
        var round = Opened(summary);

        Assert.Equal(ObjectionRefusals.StillOpen, round.Handle(summary, [], new Dictionary<Guid, bool>(), round.ClosesAt));
        Assert.Equal(ObjectionRefusals.StillOpen, round.Handle(summary, [], new Dictionary<Guid, bool>(), round.ClosesAt.AddHours(26).AddTicks(-1)));
        Assert.Null(round.Handle(summary, [], new Dictionary<Guid, bool>(), round.ClosesAt.AddHours(26)));
    }

    [Fact]
    public void Words_that_were_taken_out_are_contested_again_when_the_same_statements_give_them_again()
    {
        var summary = Contested();
        Assert.Null(summary.RequestAgain(Language.English, Now));
        summary.Take();

        summary.Assemble(Drafts());

        Assert.Equal([(One, true), (Two, false)], summary.Items.Select(i => (i.Words, i.IsContested)));
        Assert.Equal("summary-findings-open", summary.Submit(Guid.NewGuid(), Now)?.Code);
    }

    [Fact]
    public void Nor_may_they_be_written_into_another_sentence()
    {
        var summary = Contested();
        Assert.Null(summary.Reword(summary.Items[0].Id, "Flow data should be public.", [], riskBy: null, setAside: false));
        Assert.Null(summary.Submit(Guid.NewGuid(), Now));

        Assert.Null(summary.Reword(summary.Items[1].Id, One, [], riskBy: null, setAside: false));

        Assert.True(summary.Items[1].IsContested);
        Assert.Equal("summary-findings-open", summary.Submit(Guid.NewGuid(), Now)?.Code);
    }

    [Fact]
    public void What_is_objected_to_is_what_people_read_and_not_what_stands_there_by_now()
    {
        var summary = Released();
        var round = Opened(summary);
        summary.Unpublish();
        Assert.Null(summary.Reword(summary.Items[0].Id, "Flow data should be public.", [], riskBy: null, setAside: false));
        Assert.Null(summary.Submit(Guid.NewGuid(), Now) ?? summary.Release(Guid.NewGuid(), Rule.ChathamHouse, Now));
        var objection = new Objection(Guid.NewGuid(), summary.Items[0].Id.Value, ObjectionKind.IdentifiesMe);

        Assert.Null(round.Handle(summary, [objection], new Dictionary<Guid, bool> { [objection.Id] = true }, round.DecidableAt));

        Assert.Equal((One, false, SummaryState.Released), (round.WordsOf(objection.Item), summary.Items[0].IsContested, summary.State));
        summary.Unpublish();
        Assert.Null(summary.Reword(summary.Items[0].Id, One, [], riskBy: null, setAside: false));
        Assert.Equal("summary-findings-open", summary.Submit(Guid.NewGuid(), Now)?.Code);
    }

    [Fact]
    public void The_same_words_under_another_theme_may_not_stay_either()
    {
        var summary = Summary.Request(Id<Session>.New(), Language.English, Now);
        summary.Assemble([.. Drafts(), new(Id<Theme>.New(), PointKind.Proposal, One, Flagged: false)]);
        Assert.Null(summary.Submit(Guid.NewGuid(), Now) ?? summary.Release(Guid.NewGuid(), Rule.ChathamHouse, Now));
        var round = Opened(summary);
        var objection = new Objection(Guid.NewGuid(), summary.Items[0].Id.Value, ObjectionKind.IdentifiesMe);

        Assert.Null(round.Handle(summary, [objection], new Dictionary<Guid, bool> { [objection.Id] = true }, round.DecidableAt));

        Assert.Equal([true, false, true], summary.Items.Select(i => i.IsContested));
    }

    [Fact]
    public void Words_taken_out_elsewhere_are_barred_here_and_take_a_published_summary_back()
    {
        var published = Released();
        Assert.Null(published.Publish(Rule.ChathamHouse, Now));
        var draft = Summary.Request(Id<Session>.New(), Language.English, Now);
        draft.Bar([One]);
        draft.Assemble(Drafts());

        Assert.False(published.Contest(["Said by nobody here."]));
        Assert.Equal(SummaryState.Published, published.State);
        Assert.True(published.Contest([One]));

        Assert.Equal((SummaryState.Draft, 1), (published.State, published.OpenFindings));
        Assert.Equal([true, false], draft.Items.Select(i => i.IsContested));
    }

    [Fact]
    public void An_outcome_says_which_objection_it_ended_so_that_no_later_round_asks_again()
    {
        var summary = Released();
        var round = Opened(summary);
        var objection = new Objection(Guid.NewGuid(), summary.Items[0].Id.Value, ObjectionKind.NotWhatWasSaid, "It was said of the upper basin only.");

        Assert.Null(round.Handle(summary, [objection], new Dictionary<Guid, bool> { [objection.Id] = false }, round.DecidableAt));

        Assert.Equal((objection.Id, false), (round.Outcomes[0].ObjectionId, round.Outcomes[0].Sustained));
        Assert.DoesNotContain("basin", objection.ToString(), StringComparison.Ordinal);
    }

    private static Summary Contested()
    {
        var summary = Released();
        var round = Opened(summary);
        var objection = new Objection(Guid.NewGuid(), summary.Items[0].Id.Value, ObjectionKind.IdentifiesMe);
        Assert.Null(round.Handle(summary, [objection], new Dictionary<Guid, bool> { [objection.Id] = true }, round.DecidableAt));
        Assert.Equal((SummaryState.Draft, 1), (summary.State, summary.OpenFindings));
        return summary;
    }

    private static Summary Released()
    {
        var summary = Summary.Request(Id<Session>.New(), Language.English, Now);
        summary.Take();
        summary.Assemble(Drafts());
        Assert.Null(summary.Submit(Guid.NewGuid(), Now) ?? summary.Release(Guid.NewGuid(), Rule.ChathamHouse, Now));
        return summary;
    }

    private static DraftItem[] Drafts() => [new(null, PointKind.View, One, Flagged: false), new(null, PointKind.View, Two, Flagged: false)];

    private static ObjectionRound Opened(Summary summary) =>
        ObjectionRound.Open(summary, Now.AddDays(3), Now).Refused(out var refusal, out var round) ? throw new InvalidOperationException(refusal.Code) : round;
}
