using System.Text.Json;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Boards;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Rights;

/// <summary>A board holds salted hashes of names and the salt: whoever guesses a name can test it, so they stay no longer than they are of use.</summary>
public sealed class Forgetting_names_on_boards(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;
    private Dialogue _dialogue = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        _dialogue = await _given.DialogueAsync();
    }

    public async ValueTask DisposeAsync() => await _post.DisposeAsync();

    [Fact]
    public async Task Whoever_is_erased_can_be_tested_for_no_more_and_everybody_else_is_found_as_before()
    {
        var gone = await _given.PersonAsync("Yolande", "Ferrand-Okoro");
        _ = await _given.InvitationAsync(_dialogue, gone);
        _ = await _given.InvitationAsync(_dialogue, await _given.PersonAsync("Piotr", "Wisniewski"));
        await DescribeAsync();
        Assert.Equal((true, true), (await FindsAsync("Yolande Ferrand-Okoro agreed"), await FindsAsync("Piotr Wisniewski agreed")));
        await _given.SaveAsync(PlannedErasure.Of(gone.Id, ErasureCause.Organiser, _given.Now).Erasure);

        host.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        await new EraseDueJob(_post.Database, host.Keys, host.Clock, NullLogger<EraseDueJob>.Instance).RunAsync(CancellationToken.None);

        Assert.Equal((false, true), (await FindsAsync("Yolande Ferrand-Okoro agreed"), await FindsAsync("Piotr Wisniewski agreed")));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public async Task A_week_after_the_day_no_name_can_be_tested_any_more(int days, bool there)
    {
        _ = await _given.InvitationAsync(_dialogue, await _given.PersonAsync("Piotr", "Wisniewski"));
        await DescribeAsync();
        host.Clock.SetUtcNow(new(_dialogue.Day.AddDays(days), new(4, 0), TimeSpan.Zero));

        await new PurgeJob(_post.Database, host.Keys, host.Clock, NullLogger<PurgeJob>.Instance).RunAsync(CancellationToken.None);
        await new EraseDueJob(_post.Database, host.Keys, host.Clock, NullLogger<EraseDueJob>.Instance).RunAsync(CancellationToken.None);

        Assert.Equal(there, await FindsAsync("Piotr Wisniewski agreed"));
    }

    [Fact]
    public async Task A_board_of_which_nothing_is_another_is_not_made_anew_and_one_that_lost_its_marks_is()
    {
        _ = await _given.InvitationAsync(_dialogue, await _given.PersonAsync("Piotr", "Wisniewski"));
        await DescribeAsync();
        string first = await BoardAsync();
        await DescribeAsync();
        Assert.Equal(first, await BoardAsync());

        await using (var db = host.OpenDb()) _ = await db.Database.ExecuteSqlAsync($"UPDATE board.sessions SET board = board - 'lexicon'");
        await DescribeAsync();
        Assert.True(await FindsAsync("Piotr Wisniewski agreed"));
        _ = await _given.InvitationAsync(_dialogue, await _given.PersonAsync("Yolande", "Ferrand-Okoro"));
        await DescribeAsync();
        Assert.True(await FindsAsync("Yolande Ferrand-Okoro agreed"));
    }

    private async Task DescribeAsync()
    {
        using var scope = host.Services.CreateScope();
        Assert.True(await scope.ServiceProvider.GetRequiredService<BoardOpening>().DescribeAsync(_dialogue.Sessions[0].Id, CancellationToken.None));
    }

    private async Task<string> BoardAsync()
    {
        await using var db = host.OpenDb();
        return await db.BoardSessions.Select(b => b.Board).SingleAsync();
    }

    private async Task<bool> FindsAsync(string words)
    {
        using var board = JsonDocument.Parse(await BoardAsync());
        return Lexicon.Read(board.RootElement.TryGetProperty("lexicon", out var lexicon) ? lexicon : default).Screen(words).Count > 0;
    }
}
