using Xunit;

namespace AIDialogues.Events.Domain.Tests.Publications;

public sealed class Publishing_a_report
{
    private static readonly DateOnly Today = new(2027, 3, 1);

    [Fact]
    public void Needs_something_to_read() => Assert.Equal(PublicationRefusals.NothingToPublish, Report(body: "").Publish(0, "", Today));

    [Fact]
    public void Needs_a_reason_while_something_may_point_at_somebody()
    {
        var report = Report();

        Assert.Equal("publication-findings-open", report.Publish(2, "short", Today)!.Code);
        Assert.False(report.IsPublished);
        Assert.Null(report.Publish(2, "She speaks publicly in this function.", Today));
        Assert.Equal((Today, "She speaks publicly in this function."), (report.PublishedOn, report.RiskReason));
    }

    [Fact]
    public void Forgets_the_reason_when_the_words_change()
    {
        var report = Report();
        Assert.Null(report.Publish(1, "She speaks publicly in this function.", Today));
        report.TakeOff();

        Assert.Null(report.Change(Details("Other words.")));

        Assert.Equal("", report.RiskReason);
    }

    [Fact]
    public void Is_not_changed_under_its_readers()
    {
        var report = Report();
        Assert.Null(report.Publish(0, "", Today));

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
