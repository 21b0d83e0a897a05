using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Checking_in;

public sealed class Printing_the_participants_list(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Names_only_who_accepted_and_agreed()
    {
        var dialogue = await _given.DialogueAsync();
        await PersonAsync(dialogue, "Zoe", "Listed", accepts: true, (ConsentPurpose.ParticipantsList, true), (ConsentPurpose.AffiliationShown, true));
        await PersonAsync(dialogue, "Élie", "Abadie", accepts: true, (ConsentPurpose.ParticipantsList, true));
        await PersonAsync(dialogue, "Ana", "Silent", accepts: true);
        await PersonAsync(dialogue, "Ivo", "Refused", accepts: true, (ConsentPurpose.ParticipantsList, false), (ConsentPurpose.AffiliationShown, true));
        await PersonAsync(dialogue, "Mia", "Changed", accepts: true, (ConsentPurpose.ParticipantsList, true), (ConsentPurpose.ParticipantsList, false));
        await PersonAsync(dialogue, "Uma", "Public", accepts: true, (ConsentPurpose.NamedPublicly, true));
        await PersonAsync(dialogue, "Leo", "Declined", accepts: false, (ConsentPurpose.ParticipantsList, true));
        await PersonAsync(await _given.DialogueAsync(), "Noa", "Elsewhere", accepts: true, (ConsentPurpose.ParticipantsList, true));
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/participants");

        Assert.Equal(["Élie Abadie", "Zoe Listed Office of Listed"], page.All(".names li"));
        Assert.All(["Abadie’s office", "Office of Abadie", "Silent", "Refused", "Changed", "Uma", "Declined", "Elsewhere"], hidden => Assert.DoesNotContain(hidden, page.Html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_why_it_is_empty()
    {
        var dialogue = await _given.DialogueAsync();
        await PersonAsync(dialogue, "Ana", "Silent", accepts: true);
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/participants");

        Assert.Equal("Nobody yet", page.One(".empty h2")?.TextContent);
        Assert.DoesNotContain("Silent", page.Html, StringComparison.Ordinal);
    }

    private async Task PersonAsync(Dialogue dialogue, string given, string family, bool accepts, params (ConsentPurpose Purpose, bool Given)[] choices)
    {
        var person = await _given.PersonAsync(given, family, affiliation: $"Office of {family}");
        var (invitation, _) = await _given.InvitationAsync(dialogue, person, i => i.Answer(accepts, dialogue, _given.Now));
        int minute = 0;
        foreach (var (purpose, yes) in choices)
            await _given.SaveAsync(ConsentEvent.Of(invitation, purpose, yes, ConsentSource.Link, new Notice(Language.French, "Mots"), _given.Now.AddMinutes(minute++)));
    }
}
