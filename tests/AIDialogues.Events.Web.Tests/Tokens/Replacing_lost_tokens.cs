using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Tokens;

/// <summary>The desk gives a second set of tokens to somebody who lost the first: once, counted for everybody, and for Room too.</summary>
public sealed class Replacing_lost_tokens(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Dialogue _dialogue = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _dialogue = await _given.DialogueAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Once_at_the_desk_and_then_behind_the_personal_link_on_any_device()
    {
        using var phone = await ArrivedAsync();
        var lost = await phone.GetTokensAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.IssueAsync(await phone.BlindAsync())).Status);
        using var desk = await _given.SignedInAsync();
        Assert.Equal(0, await ReplacedAsync());

        var asked = await desk.GetAsync(At(phone));
        Assert.NotNull(asked.One("form button.primary"));
        var after = await desk.SubmitAsync(asked, new { }, form: "main form");

        Assert.Contains("may now ask for tokens once more", after.Text, StringComparison.Ordinal);
        Assert.Null(after.One("main form"));
        // Nothing is counted before it is done, and then everybody sees it, and Room.
        Assert.Equal(0, await ReplacedAsync());
        var found = await phone.GetTokensAsync();
        Assert.Equal((10, 10), (lost.Count, found.Count));
        Assert.Empty(lost.Select(t => Convert.ToHexString(t.Message)).Intersect(found.Select(t => Convert.ToHexString(t.Message))));
        Assert.Equal(1, await ReplacedAsync());
        Assert.Contains("because somebody lost theirs: 1.", (await phone.PageAsync()).Text, StringComparison.Ordinal);

        var again = await desk.GetAsync(At(phone));
        Assert.NotNull(again.One("#done"));
        Assert.Null(again.One("main form"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.IssueAsync(await phone.BlindAsync())).Status);
    }

    [Fact]
    public async Task Nobody_gets_a_third_set_whichever_desk_asks_and_whoever_writes_to_the_database()
    {
        using var phone = await ArrivedAsync();
        _ = await phone.GetTokensAsync();
        using var desk = await _given.SignedInAsync();
        var (one, two) = (await desk.GetAsync(At(phone)), await desk.GetAsync(At(phone)));
        _ = await desk.SubmitAsync(one, new { }, form: "main form");
        _ = await phone.GetTokensAsync();

        // The second desk's page is older than the set that was given out.
        var late = await desk.SubmitAsync(two, new { }, form: "main form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Response.StatusCode);
        Assert.Contains("These tokens were given out again once already.", late.Text, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => db.Database.ExecuteSqlAsync($"UPDATE events.token_issues SET may_ask_again = true"));
        Assert.Equal("ck_token_issues_once", refused.ConstraintName);
    }

    /// <summary>Two desks at once: each reads "never replaced", and the slower would open a third set if the first one was taken in between.</summary>
    [Fact]
    public async Task Two_desks_at_once_open_one()
    {
        using var phone = await ArrivedAsync();
        _ = await phone.GetTokensAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var scope = host.Services.CreateScope();
            return await scope.ServiceProvider.GetRequiredService<Issuing>().ReplaceAsync(_dialogue, phone.Person, host.Clock.GetUtcNow(), CancellationToken.None);
        }));

        Assert.Equal(["", "tokens-already-replaced", "tokens-already-replaced", "tokens-already-replaced"], answers.Select(a => a?.Code ?? "").Order());
    }

    [Fact]
    public async Task Says_what_cannot_be_done_of_whoever_had_none_of_another_day_and_after_the_end()
    {
        using var without = await ArrivedAsync();
        using var phone = await ArrivedAsync();
        _ = await phone.GetTokensAsync();
        var other = await _given.DialogueAsync();
        using var desk = await _given.SignedInAsync();

        Assert.NotNull((await desk.GetAsync(At(without))).One("#none"));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync($"/organise/dialogues/{other.Id}/tokens/{phone.Invitation}")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync($"/organise/dialogues/{_dialogue.Id}/tokens/{Guid.NewGuid()}")).Response.StatusCode);
        Assert.NotNull((await desk.GetAsync(At(phone))).One("main form"));
        host.Clock.Advance(TimeSpan.FromDays(61));
        using var late = await _given.SignedInAsync();
        var over = await late.GetAsync(At(phone));
        Assert.NotNull(over.One("#over"));
        Assert.Null(over.One("main form"));
        using var scope = host.Services.CreateScope();
        Assert.Equal("tokens-closed", (await scope.ServiceProvider.GetRequiredService<Issuing>().ReplaceAsync(_dialogue, phone.Person, host.Clock.GetUtcNow(), CancellationToken.None))?.Code);
    }

    /// <summary>Who has no tokens can have written nothing, so the desk is told of whoever stands before it and of nobody else.</summary>
    [Fact]
    public async Task Of_whoever_is_not_here_the_page_does_not_say_whether_they_have_tokens()
    {
        using var with = await Participant.InvitedAsync(host, _given, _dialogue);
        using var without = await Participant.InvitedAsync(host, _given, _dialogue);
        _ = await with.GetTokensAsync();
        using var desk = await _given.SignedInAsync();

        foreach (var phone in (Participant[])[with, without])
        {
            var page = await desk.GetAsync(At(phone));
            Assert.NotNull(page.One("#not-here"));
            Assert.Null(page.One("main form"));
            Assert.Null(page.One("#none"));
        }
    }

    private async Task<Participant> ArrivedAsync()
    {
        var phone = await Participant.InvitedAsync(host, _given, _dialogue);
        await using var db = host.OpenDb();
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.invitations SET checked_in_at = {host.Clock.GetUtcNow()} WHERE id = {phone.Invitation.Value}");
        return phone;
    }

    private string At(Participant participant) => $"/organise/dialogues/{_dialogue.Id}/tokens/{participant.Invitation}";

    private async Task<int> ReplacedAsync()
    {
        await using var db = host.OpenDb();
        return Assert.Single((await db.PublishedKeys.Select(k => k.Replaced).ToListAsync()).Distinct());
    }
}
