using System.Net;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

public sealed class Purposes_no_longer_asked(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);

    public async ValueTask InitializeAsync() => await _scene.SetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_yes_to_one_that_is_not_asked_any_more_is_taken_back_by_its_owner()
    {
        var (_, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly, ConsentPurpose.Photographed);
        await using var db = host.OpenDb();
        Assert.Null(await db.AskForAsync(_scene.Dialogue.Id, new Dictionary<ConsentPurpose, int?> { [ConsentPurpose.AttendUnderRule] = null }, _scene.Given.Now, CancellationToken.None));
        Assert.Equal(["Expert Canary"], (await _scene.PublicAsync()).All(".names li"));
        using var phone = host.NewBrowser();
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        var page = await phone.GetAsync("/i/" + token);
        Assert.Equal(2, page.Document.QuerySelectorAll("form[action*=TakeBack]").Length);
        var done = await phone.SubmitAsync(page, form: "form[action*=TakeBack]:has([value=NamedPublicly])");

        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Single(done.Document.QuerySelectorAll("form[action*=TakeBack]"));
        Assert.Empty((await _scene.PublicAsync()).All(".names li"));
        Assert.Equal([ConsentState.Given, ConsentState.Withdrawn], await db.ConsentEvents.AsNoTracking().Where(e => e.Purpose == ConsentPurpose.NamedPublicly).OrderBy(e => e.At).Select(e => e.State).ToListAsync());
    }

    [Fact]
    public async Task None_is_taken_away_while_the_first_letter_leaves()
    {
        var person = await _scene.Given.PersonAsync();
        using var organiser = await _scene.Given.SignedInAsync();
        var page = await organiser.GetAsync($"/organise/dialogues/{_scene.Dialogue.Id}/consents/purposes");
        await using var sending = host.OpenDb();
        await using var turn = await sending.Database.BeginTransactionAsync();
        _ = await sending.Database.ExecuteSqlAsync($"SELECT 1 FROM events.dialogues WHERE id = {_scene.Dialogue.Id.Value} FOR NO KEY UPDATE");

        var saving = organiser.SubmitAsync(page, new Dictionary<string, object?> { ["Asked"] = (string[])["NamedPublicly"] }, form: "main form");
        await _scene.UntilItWaitsAsync(saving);
        var invitation = Invitation.Of(person, _scene.Dialogue, _scene.Given.Now);
        sending.AddRange(invitation, Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, "Objet", "{link}"), _scene.Given.Now));
        _ = await sending.SaveChangesAsync();
        await turn.CommitAsync();
        var saved = await saving;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, saved.Status);
        Assert.Equal("The first letter has left: a purpose can be added, but none taken away or changed.", Assert.Single(saved.Errors));
        await using var db = host.OpenDb();
        Assert.Empty(await db.AskedPurposes.ToListAsync());
    }
}
