using Xunit;

namespace AIDialogues.Events.Domain.Tests.Publications;

public sealed class Publishing_a_report
{
    private const string Because = "She speaks publicly in this function.";

    private static readonly DateOnly Today = new(2027, 3, 1);
    private static readonly Guid First = Guid.NewGuid(), Second = Guid.NewGuid();

    [Fact]
    public void Needs_something_to_read() => Assert.Equal(PublicationRefusals.NothingToPublish, Report(body: "").Publish([], 0, First, "", Today));

    [Fact]
    public void Needs_two_people_with_a_reason_each_while_something_may_point_at_somebody()
    {
        var report = Report();

        Assert.Equal("publication-findings-open", report.Publish(["a", "b"], 0, First, Because, Today)!.Code);
        Assert.Equal(PublicationRefusals.ReasonMissing, report.ProposeRisk(["a", "b"], First, "short"));
        Assert.Null(report.ProposeRisk(["a", "b"], First, Because));
        Assert.Equal(PublicationRefusals.SamePerson, report.Publish(["a", "b"], 0, First, Because, Today));
        Assert.Equal(PublicationRefusals.ReasonMissing, report.Publish(["a", "b"], 0, Second, "short", Today));
        Assert.False(report.IsPublished);
        Assert.Null(report.Publish(["b"], 0, Second, "I heard her say so.", Today));
        Assert.Equal((Today, Because, "I heard her say so."), (report.PublishedOn, report.RiskProposal, report.RiskReason));
    }

    [Fact]
    public void Needs_a_new_answer_when_more_is_found_than_was_answered_for()
    {
        var report = Report();
        Assert.Null(report.ProposeRisk(["a"], First, Because));

        Assert.Equal("publication-findings-open", report.Publish(["a", "b"], 0, Second, Because, Today)!.Code);

        Assert.Equal((true, false, false), (report.IsProposedFor(["a"]), report.IsProposedFor(["a", "b"]), report.IsPublished));
    }

    [Fact]
    public void Forgets_both_answers_when_the_words_the_authors_or_a_file_change()
    {
        foreach (var change in (Func<Publication, Refusal?>[])[r => r.Change(Details("Other words.")), r => r.Change(Details("Words.") with { Authors = "Awa Diallo" }), r => r.Attach(new PublicationFile(PublicationFileKind.Pdf, Language.English, [1], new("", "")))])
        {
            var report = Report();
            Assert.Null(report.ProposeRisk(["a"], First, Because) ?? report.Publish(["a"], 0, Second, Because, Today));
            report.TakeOff();

            Assert.Null(change(report));

            Assert.Equal(((Guid?)null, (Guid?)null, "", ""), (report.RiskProposedBy, report.RiskAcceptedBy, report.RiskProposal, report.RiskReason));
            Assert.Equal("publication-findings-open", report.Publish(["a"], 0, Second, Because, Today)!.Code);
        }
    }

    [Fact]
    public void Is_nothing_to_read_while_the_summaries_that_would_follow_are_not_published()
    {
        var report = Publication.New(TheSeries(), Details("") with { WithSummaries = true }).Refused(out var refusal, out var made) ? throw new InvalidOperationException(refusal.Code) : made;

        Assert.Equal(PublicationRefusals.NothingToPublish, report.Publish([], 0, First, "", Today));
        Assert.Null(report.Publish([], 1, First, "", Today));
    }

    [Fact]
    public void Is_not_changed_under_its_readers()
    {
        var report = Report();
        Assert.Null(report.Publish([], 0, First, "", Today));

        Assert.Equal(PublicationRefusals.TakeOffFirst, report.Change(Details("Other words.")));
        Assert.Equal(PublicationRefusals.TakeOffFirst, report.Attach(new PublicationFile(PublicationFileKind.Pdf, Language.English, [1], new("", ""))));
        Assert.Equal("Words.", report.Body.En);
    }

    [Fact]
    public void Keeps_one_file_of_a_kind_and_language()
    {
        var report = Report();

        Assert.Null(report.Attach(new PublicationFile(PublicationFileKind.Pdf, Language.English, [1], new("", ""))));
        Assert.Null(report.Attach(new PublicationFile(PublicationFileKind.Pdf, Language.French, [2], new("", ""))));
        Assert.Null(report.Attach(new PublicationFile(PublicationFileKind.Pdf, Language.English, [3], new("", ""))));

        Assert.Equal([3, 2], report.Files.OrderBy(f => f.Language).Select(f => f.Content[0]));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("https://user:secret@partner.test/")]
    [InlineData("partner.test")]
    [InlineData("https://partner.test/\r\nX: y")]
    public void Case_45_a_partner_has_a_website_or_none(string website) =>
        Assert.True(Partner.New(TheSeries(), new PartnerDetails("Fondation Estuaire", PartnerRole.Funding, website, null)).Refused(out var refusal, out _) && refusal == PartnerRefusals.WebsiteNotValid);

    private static Publication Report(string body = "Words.") => Publication.New(TheSeries(), Details(body)).Refused(out var refusal, out var report) ? throw new InvalidOperationException(refusal.Code) : report;

    private static PublicationDetails Details(string body) => new(PublicationKind.FinalReport, new("Report", ""), new("", ""), new(body, ""), "Noor Haddad", Licence.CcBy, "", null, WithSummaries: false);

    private static Series TheSeries() => Series.New("water", new("Water", ""), new("", ""), "Institut Méridien", new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).Refused(out var refusal, out var series)
        ? throw new InvalidOperationException(refusal.Code) : series;
}
