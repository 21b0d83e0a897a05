using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

public sealed class Refusing_the_rule(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);

    public async ValueTask InitializeAsync() => await _scene.SetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Means_not_to_be_counted_among_those_who_accepted()
    {
        var (person, invitation, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly, ConsentPurpose.ParticipantsList);

        var page = await _scene.SayAsync(token, (ConsentPurpose.AttendUnderRule, "no"));

        Assert.Contains("You said no to the rule of this dialogue", page.Text, StringComparison.Ordinal);
        Assert.Equal("You said no to the rule of this day, so you do not take part.", page.One("#answer-title")?.TextContent);
        Assert.Contains("Without a yes you cannot take part", page.Text, StringComparison.Ordinal);
        Assert.Null(page.One(".answer-buttons [value=accept]"));
        await using var db = host.OpenDb();
        Assert.Equal(InvitationState.Declined, (await db.Invitations.SingleAsync(i => i.Id == invitation.Id)).State);
        using var organiser = await _scene.Given.SignedInAsync();
        var ledger = await organiser.GetAsync($"/organise/dialogues/{_scene.Dialogue.Id}/consents");
        Assert.Contains("Refuses the rule", ledger.One($"tr:has(a[href$='{invitation.Id}'])")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Canary", (await organiser.GetAsync($"/organise/dialogues/{_scene.Dialogue.Id}/participants")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Canary", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);
        Assert.Equal(person.Id, invitation.PersonId);
    }

    [Fact]
    public async Task Lets_nobody_accept_afterwards_neither_the_expert_nor_an_organiser_nor_a_program()
    {
        var (_, invitation, token) = await _scene.ExpertAsync("Canary");
        using var phone = host.NewBrowser();
        var left = await phone.GetAsync("/i/" + token);
        _ = await _scene.SayAsync(token, (ConsentPurpose.AttendUnderRule, "no"));
        using var organiser = await _scene.Given.SignedInAsync();
        using var api = await ApiClient.WithTokenAsync(host);

        var own = await phone.SubmitAsync(left, new { answer = "accept" }, form: ".answer-buttons");
        var onBehalf = await organiser.SubmitAsync(await organiser.GetAsync($"/organise/invitations/{invitation.Id}"), form: ".drawer form", button: "[value=true]");
        var byProgram = await api.PostAsync($"invitations/{invitation.Id}/answer", new { accepts = true });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (own.Status, onBehalf.Status));
        Assert.StartsWith("The rule of this dialogue has been refused", Assert.Single(own.Errors), StringComparison.Ordinal);
        Assert.Equal((422, "rule-refused"), byProgram.Problem);
    }

    [Fact]
    public async Task Can_be_taken_back_and_then_an_acceptance_counts_again()
    {
        var (_, invitation, token) = await _scene.ExpertAsync("Canary");
        _ = await _scene.SayAsync(token, (ConsentPurpose.AttendUnderRule, "no"));
        _ = await _scene.SayAsync(token, (ConsentPurpose.AttendUnderRule, "yes"));
        using var phone = host.NewBrowser();

        var page = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=accept]");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        await using var db = host.OpenDb();
        Assert.Equal(InvitationState.Accepted, (await db.Invitations.SingleAsync(i => i.Id == invitation.Id)).State);
    }

    [Theory]
    [InlineData(InvitationState.Waitlisted)]
    [InlineData(InvitationState.Offered)]
    public async Task Gives_up_a_place_in_the_queue_and_a_seat_that_is_kept(InvitationState waiting)
    {
        var person = await _scene.Given.PersonAsync("Expert", "Canary", language: Language.English);
        var (invitation, token) = await _scene.Given.InvitationAsync(_scene.Dialogue, person, i =>
        {
            Assert.Null(i.Answer(new(AnswerKind.Accept), _scene.Dialogue, seatFree: false, _scene.Given.Now));
            if (waiting == InvitationState.Offered) Assert.Null(i.Offer(_scene.Given.Now.AddDays(2)));
        });

        using var phone = host.NewBrowser();
        _ = await phone.SubmitAsync(await phone.GetAsync($"/i/{token}/consents"), new Dictionary<string, object?> { ["consents[AttendUnderRule]"] = "no" }, form: "#choices form");

        await using var db = host.OpenDb();
        var after = await db.Invitations.SingleAsync(i => i.Id == invitation.Id);
        Assert.Equal((InvitationState.Declined, null), (after.State, after.OfferedUntil));
    }
}
