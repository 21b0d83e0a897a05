using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;

namespace AIDialogues.Events.Web.Tests.Consents;

/// <summary>One public series with one day, and experts who accepted, each with a phone of their own.</summary>
internal sealed class ConsentScene(EventsHost host)
{
    public Given Given { get; } = new(host);

    public Series Series { get; private set; } = null!;

    public Dialogue Dialogue { get; private set; } = null!;

    public async Task SetAsync()
    {
        await host.ResetAsync();
        Series = await Given.SeriesAsync("water");
        Dialogue = await Given.DialogueAsync(Series);
    }

    public async Task<(Person Person, Invitation Invitation, string Token)> ExpertAsync(string family, params ConsentPurpose[] agrees)
    {
        var person = await Given.PersonAsync("Expert", family, affiliation: $"House of {family}", language: Language.English);
        var (invitation, token) = await Given.InvitationAsync(Dialogue, person, i => _ = i.Answer(true, Dialogue, Given.Now));
        if (agrees.Length > 0) _ = await SayAsync(token, [.. agrees.Select(p => (p, "yes"))]);
        return (person, invitation, token);
    }

    /// <summary>Answers on the page as rendered, a minute later.</summary>
    public async Task<Page> SayAsync(string token, params (ConsentPurpose Purpose, string Answer)[] answers)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        using var phone = host.NewBrowser();
        return await phone.SubmitAsync(await phone.GetAsync("/i/" + token), answers.ToDictionary(a => $"consents[{a.Purpose}]", a => (object?)a.Answer), form: "#choices form");
    }

    public async Task ChangeRuleAsync(Rule rule)
    {
        await using var db = host.OpenDb();
        var d = await db.Dialogues.FindAsync(Dialogue.Id) ?? throw new InvalidOperationException();
        _ = d.Change(new(d.Title, d.Day, d.Begins, d.Ends, d.Venue, d.Zone, rule, d.AnswerBy, d.RemindDaysBefore));
        _ = await db.SaveChangesAsync();
    }

    public async Task<Page> PublicAsync(string language = "en")
    {
        using var reader = host.NewBrowser(language);
        return await reader.GetAsync("/series/water");
    }
}
