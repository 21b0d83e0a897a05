using AIDialogues.Events.Domain.Tests.Dialogues;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Summaries;

public sealed class Drafting_a_summary
{
    private readonly Summary _summary = Summary.Request(Id<Session>.New(), Language.English, Days.Now);

    [Fact]
    public void Is_published_only_after_review_and_never_with_an_open_finding()
    {
        _summary.Assemble([new(null, PointKind.View, "As Awa said", Flagged: true), new(null, PointKind.Fact, "Two gauges are silent.", Flagged: false)]);
        Assert.Equal("summary-findings-open", _summary.Review(Days.Now)?.Code);
        Assert.Equal("summary-findings-open", _summary.Publish(Rule.ChathamHouse, Days.Now)?.Code);
        Assert.Null(_summary.Reword(_summary.Items[0].Id, "As somebody said", flagged: false, readAsHarmless: false, setAside: false));
        Assert.Equal(SummaryRefusals.NotReviewed, _summary.Publish(Rule.ChathamHouse, Days.Now));
        Assert.Null(_summary.Review(Days.Now));
        Assert.Null(_summary.Publish(Rule.ChathamHouse, Days.Now));
        Assert.Equal((SummaryState.Published, Days.Now), (_summary.State, _summary.PublishedAt));
        Assert.Equal(SummaryRefusals.AlreadyPublished, _summary.RequestAgain(Days.Now));
    }

    [Fact]
    public void Is_never_published_when_it_was_said_off_the_record()
    {
        _summary.Assemble([new(null, PointKind.Fact, "Two gauges are silent.", Flagged: false)]);
        Assert.Null(_summary.Review(Days.Now));
        Assert.Equal(SummaryRefusals.OffTheRecord, _summary.Publish(Rule.OffTheRecord, Days.Now));
        Assert.Equal(SummaryState.Reviewed, _summary.State);
    }

    [Fact]
    public void Screened_again_warns_of_what_was_clear_and_leaves_what_was_read_as_harmless()
    {
        _summary.Assemble([new(null, PointKind.View, "As Awa said", Flagged: false), new(null, PointKind.Fact, "Rose is a colour", Flagged: true), new(null, PointKind.Fact, "Two gauges are silent.", Flagged: false)]);
        Assert.Null(_summary.Reword(_summary.Items[1].Id, "Rose is a colour", flagged: true, readAsHarmless: true, setAside: false));
        _summary.ScreenAgain(words => words.Contains("Awa", StringComparison.Ordinal) || words.Contains("Rose", StringComparison.Ordinal));
        Assert.Equal([true, true, false], _summary.Items.Select(i => i.IsFlagged));
        Assert.Equal(1, _summary.OpenFindings);
    }

    [Fact]
    public void With_too_few_statements_is_held_back_until_it_is_asked_for_again()
    {
        _summary.Assemble([new(null, PointKind.View, "An older draft", Flagged: false)]);
        Assert.Null(_summary.RequestAgain(Days.Now));
        _summary.HoldBack();
        Assert.Equal((SummaryState.TooFew, 0), (_summary.State, _summary.Items.Count));
        Assert.Equal(SummaryRefusals.TooFewStatements, _summary.Review(Days.Now));
        Assert.Equal(SummaryRefusals.NotReviewed, _summary.Publish(Rule.ChathamHouse, Days.Now));
        Assert.Null(_summary.RequestAgain(Days.Now));
        Assert.Equal(SummaryState.Requested, _summary.State);
    }
}
