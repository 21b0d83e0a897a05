using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Tokens;

public sealed class Keys_of_a_day_that_moves(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Dialogue _dialogue = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _dialogue = await _given.DialogueAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(-61)]
    [InlineData(-365)]
    public async Task A_mistyped_date_destroys_no_keys_and_once_it_is_put_right_tokens_are_made_as_before(int days)
    {
        using var phone = await Participant.InvitedAsync(host, _given, _dialogue);
        using var late = await Participant.InvitedAsync(host, _given, _dialogue);
        _ = await phone.GetTokensAsync();

        await MoveAsync(_dialogue.Day.AddDays(days));
        await DestroyDueAsync();
        host.Clock.Advance(TimeSpan.FromDays(1));
        await DestroyDueAsync();
        await MoveAsync(_dialogue.Day);

        Assert.Equal(10, (await late.GetTokensAsync()).Count);
        host.Clock.Advance(TimeSpan.FromDays(60));
        await DestroyDueAsync();
        Assert.False(Directory.Exists(Path.Combine(host.IssuingDirectory, _dialogue.Id.ToString())));
    }

    [Fact]
    public async Task A_day_that_was_mistyped_far_away_keeps_its_keys_for_half_a_year_at_most()
    {
        using var phone = await Participant.InvitedAsync(host, _given, _dialogue);
        _ = await phone.GetTokensAsync();
        await MoveAsync(_dialogue.Day.AddYears(20));
        await MoveAsync(_dialogue.Day);
        host.Clock.Advance(TimeSpan.FromDays(181));

        await DestroyDueAsync();

        Assert.False(Directory.Exists(Path.Combine(host.IssuingDirectory, _dialogue.Id.ToString())));
    }

    [Fact]
    public async Task Where_the_private_halves_are_gone_a_sentence_says_so()
    {
        using var phone = await Participant.InvitedAsync(host, _given, _dialogue);
        using var late = await Participant.InvitedAsync(host, _given, _dialogue);
        _ = await phone.GetTokensAsync();
        host.Services.GetRequiredService<IssuingKeys>().Destroy(_dialogue.Id);

        var answer = await late.IssueAsync(await late.BlindAsync());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("no more tokens can be made, also not by us", answer.Body, StringComparison.Ordinal);
        var prepared = await Assert.ThrowsAnyAsync<Exception>(late.PrepareAsync);
        Assert.Contains("UnprocessableEntity", prepared.Message, StringComparison.Ordinal);
    }

    /// <summary>Who answers an invitation waits behind the same lock, so nothing that takes its time is done while it is held.</summary>
    [Fact]
    public async Task While_tokens_are_signed_nobody_waits_for_the_dialogue()
    {
        using var phone = await Participant.InvitedAsync(host, _given, _dialogue);
        await phone.PrepareAsync();
        var request = await phone.BlindAsync();
        await using var source = NpgsqlDataSource.Create(host.Database.As("aide_web"));
        Task<(HttpStatusCode Status, string Body)> asked;
        using (await host.Services.GetRequiredService<IssuingTurn>().TakeAsync(CancellationToken.None))
        {
            asked = phone.IssueAsync(request);
            for (int look = 0; look < 20; look++)
            {
                await using var free = source.CreateCommand($"SELECT 1 FROM events.dialogues WHERE id = '{_dialogue.Id}' FOR UPDATE NOWAIT");
                _ = await free.ExecuteScalarAsync();
                await Task.Delay(100);
            }
        }

        Assert.Equal(HttpStatusCode.OK, (await asked).Status);
    }

    private Task DestroyDueAsync() => host.Services.GetServices<IHostedService>().OfType<IssuingEnds>().Single().DestroyDueAsync(CancellationToken.None);

    private async Task MoveAsync(DateOnly day)
    {
        await using var db = host.OpenDb();
        var dialogue = await db.Dialogues.Include(d => d.Sessions).SingleAsync(d => d.Id == _dialogue.Id);
        Assert.Null(dialogue.Change(new(dialogue.Title, day, dialogue.Begins, dialogue.Ends, dialogue.Venue, dialogue.Zone, dialogue.Rule, day.AddDays(-14), dialogue.RemindDaysBefore), host.Clock.GetUtcNow(), TimeSpan.FromMinutes(1)));
        _ = await db.SaveChangesAsync();
    }
}
